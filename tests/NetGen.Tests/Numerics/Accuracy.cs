using System;
using System.Numerics;

namespace NetGen.Tests.Numerics;

/// <summary>Measures a vector function against a truth in double precision.</summary>
internal static class Accuracy
{
    public delegate Vector<float> Function(Vector<float> x);

    public static float Apply(Function function, float x) => function(Vector.Create(x))[0];

    /// <summary>The largest error over evenly spaced values and over values spaced evenly by magnitude, and where it is.</summary>
    public static (double Error, float At) Largest(
        Function function, Func<double, double> truth, double from, double to, Func<double, float, double> error, int points = 60_000)
    {
        (double Error, float At) worst = (0, 0);
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        for (int i = 0; i < 2 * points; i += lanes.Length)
        {
            for (int lane = 0; lane < lanes.Length; lane++)
            {
                int index = i + lane;
                double x = index < points
                    ? from + (to - from) * index / points
                    : Math.Exp(Math.Log(1e-30) + (Math.Log(Math.Max(Math.Abs(from), Math.Abs(to))) - Math.Log(1e-30)) * (index - points) / points);
                if (index >= points && (x > to || index % 2 == 0)) x = -x;
                lanes[lane] = (float)Math.Clamp(x, from, to);
            }

            Vector<float> y = function(new Vector<float>(lanes));
            for (int lane = 0; lane < lanes.Length; lane++)
            {
                double e = error(truth(lanes[lane]), y[lane]);
                if (!(e <= worst.Error)) worst = (e, lanes[lane]);
            }
        }

        return worst;
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
