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
                double expected = truth(x[lane]);
                Keep(ref worst, error(expected, y[lane]), x[lane]);
                Keep(ref worst512, error(expected, y512[lane]), x[lane]);
            }
        }

        return [worst, worst512];
    }

    /// <summary>Keeps the larger error; NaN, where there should be a number or the other way round, is the largest.</summary>
    private static void Keep(ref (double Error, float At) worst, double error, float at)
    {
        if (double.IsNaN(error)) error = double.PositiveInfinity;
        if (error > worst.Error) worst = (error, at);
    }

    private static float Sample(int index, int points, double from, double to)
    {
        if (index < points) return (float)(from + (to - from) * index / points);
        double least = Math.Log(1e-30), most = Math.Log(Math.Max(Math.Abs(from), Math.Abs(to)));
        double x = Math.Exp(least + (most - least) * (index - points) / points);
        return (float)Math.Clamp(x > to || index % 2 == 0 ? -x : x, from, to);
    }

    /// <summary>The largest error in ulp at each of both widths over every <paramref name="stride"/>-th float of all, NaN included, and where it is.</summary>
    public static (double Error, float At)[] LargestOfAllFloats(VectorFunction function, Func<double, double> truth, uint stride)
    {
        (double Error, float At) worst = (0, 0), worst512 = (0, 0);
        Span<float> x = stackalloc float[VectorFunction.BlockLength], y = stackalloc float[x.Length], y512 = stackalloc float[x.Length];
        ulong bits = 0;
        while (bits <= uint.MaxValue)
        {
            for (int lane = 0; lane < x.Length; lane++, bits += stride) x[lane] = BitConverter.UInt32BitsToSingle((uint)Math.Min(bits, uint.MaxValue));
            function.Apply(x, y, y512);
            for (int lane = 0; lane < x.Length; lane++)
            {
                double expected = truth(x[lane]);
                Keep(ref worst, Ulp(expected, y[lane]), x[lane]);
                Keep(ref worst512, Ulp(expected, y512[lane]), x[lane]);
            }
        }

        return [worst, worst512];
    }

    /// <summary>
    /// The error in units of the last place that a float has at the true value, among subnormal numbers, too. Beyond the largest float the unit goes on
    /// to be that of the largest, and infinity stands for 2¹²⁸; infinity for what rounds to it, and NaN for NaN, are no error.
    /// </summary>
    public static double Ulp(double truth, float actual)
    {
        if (actual.Equals((float)truth)) return double.IsFinite(truth) && float.IsFinite(actual) ? Math.Abs(actual - truth) / UnitAt(truth) : 0;
        double value = float.IsInfinity(actual) ? Math.CopySign(Math.ScaleB(1, 128), actual) : actual;
        return Math.Abs(value - truth) / UnitAt(truth);
    }

    private static double UnitAt(double value) => value == 0 ? float.Epsilon : Math.ScaleB(1, Math.Clamp(Math.ILogB(value), -126, 127) - 23);

    public static double Absolute(double truth, float actual) => Math.Abs(actual - truth);

    public static double Relative(double truth, float actual) => Math.Abs(actual - truth) / Math.Abs(truth);

    /// <summary>The absolute error below 1, the relative error above.</summary>
    public static double Mixed(double truth, float actual) => Math.Abs(actual - truth) / Math.Max(1, Math.Abs(truth));
}
