using System;

namespace NetGen.Tests.Numerics;

/// <summary>Measures a vector function against a truth in double precision.</summary>
internal static class Accuracy
{
    /// <summary>
    /// The largest error at each of both widths, over evenly spaced values and over values spaced evenly by magnitude, and where it is.
    /// </summary>
    public static (double Error, float At)[] Largest(
        VectorFunction function, Func<double, double> truth, double from, double to, Func<double, float, double> error, int points = 60_000)
    {
        (double Error, float At) worst = (0, 0), worst512 = (0, 0);
        Span<float> x = stackalloc float[VectorFunction.BlockLength], y = stackalloc float[x.Length], y512 = stackalloc float[x.Length];
        for (int i = 0; i < 2 * points; i += x.Length)
        {
            for (int lane = 0; lane < x.Length; lane++) x[lane] = Sample(i + lane, points, from, to);
            function.Apply(x, y, y512);
            for (int lane = 0; lane < x.Length; lane++)
            {
                double expected = truth(x[lane]), e = error(expected, y[lane]), e512 = error(expected, y512[lane]);
                if (!(e <= worst.Error)) worst = (e, x[lane]);
                if (!(e512 <= worst512.Error)) worst512 = (e512, x[lane]);
            }
        }

        return [worst, worst512];
    }

    private static float Sample(int index, int points, double from, double to)
    {
        if (index < points) return (float)(from + (to - from) * index / points);
        double least = Math.Log(1e-30), most = Math.Log(Math.Max(Math.Abs(from), Math.Abs(to)));
        double x = Math.Exp(least + (most - least) * (index - points) / points);
        return (float)Math.Clamp(x > to || index % 2 == 0 ? -x : x, from, to);
    }

    /// <summary>The error in units of the last place that a float has at the true value.</summary>
    public static double Ulp(double truth, float actual)
    {
        if (float.IsInfinity(actual) && (float)truth == actual) return 0;
        float rounded = Math.Abs((float)truth);
        double ulp = rounded < 1.17549435e-38f ? 1.401298464324817e-45 : rounded - (double)MathF.BitDecrement(rounded);
        if (rounded == MathF.ScaleB(1f, Math.ILogB(rounded)) && rounded >= 1.17549435e-38f) ulp *= 2;
        return Math.Abs(actual - truth) / ulp;
    }

    public static double Absolute(double truth, float actual) => Math.Abs(actual - truth);

    public static double Relative(double truth, float actual) => Math.Abs(actual - truth) / Math.Abs(truth);

    /// <summary>The absolute error below 1, the relative error above.</summary>
    public static double Mixed(double truth, float actual) => Math.Abs(actual - truth) / Math.Max(1, Math.Abs(truth));
}
