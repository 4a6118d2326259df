using System;

namespace NetGen.Tests.Losses;

/// <summary>The losses by their definitions, in double precision and plain loops, with their derivatives.</summary>
internal static class LossReference
{
    private const double Least = 1e-7f;

    public delegate double Function(double[] y, double[] t, double[] gradient);

    public static double MeanSquaredError(double[] y, double[] t, double[] g) =>
        Mean(y, t, g, static (y, t) => ((y - t) * (y - t), 2 * (y - t)));

    public static double MeanAbsoluteError(double[] y, double[] t, double[] g) =>
        Mean(y, t, g, static (y, t) => (Math.Abs(y - t), Math.Sign(y - t)));

    public static Function Huber(double delta) => (y, t, g) => Mean(y, t, g, (y, t) =>
    {
        double d = y - t;
        return Math.Abs(d) <= delta ? (0.5 * d * d, d) : (delta * (Math.Abs(d) - 0.5 * delta), delta * Math.Sign(d));
    });

    public static double BinaryCrossEntropy(double[] y, double[] t, double[] g) => Mean(y, t, g, static (y, t) =>
        (-t * BoundedLog(y) - (1 - t) * BoundedLog(1 - y), -t / Math.Max(y, Least) + (1 - t) / Math.Max(1 - y, Least)));

    public static double BinaryCrossEntropyOfLogits(double[] z, double[] t, double[] g) => Mean(z, t, g, static (z, t) =>
    {
        double p = z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));
        double logYes = z >= 0 ? -Math.Log(1 + Math.Exp(-z)) : z - Math.Log(1 + Math.Exp(z));
        return (-t * logYes - (1 - t) * (logYes - z), p - t);
    });

    public static double Hinge(double[] y, double[] t, double[] g) =>
        Mean(y, Signs(t, y.Length), g, static (y, t) => t * y < 1 ? (1 - t * y, -t) : (0, 0));

    public static double SquaredHinge(double[] y, double[] t, double[] g) =>
        Mean(y, Signs(t, y.Length), g, static (y, t) => t * y < 1 ? ((1 - t * y) * (1 - t * y), -2 * t * (1 - t * y)) : (0, 0));

    public static double CrossEntropy(double[] y, double[] t, double[] g)
    {
        t = OneHot(t, y.Length);
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            sum -= t[i] * BoundedLog(y[i]);
            g[i] = -t[i] / Math.Max(y[i], Least);
        }

        return sum;
    }

    public static double CrossEntropyOfLogits(double[] z, double[] t, double[] g)
    {
        t = OneHot(t, z.Length);
        double max = double.NegativeInfinity, expSum = 0, targetSum = 0, loss = 0;
        foreach (double value in z) max = Math.Max(max, value);
        foreach (double value in z) expSum += Math.Exp(value - max);
        foreach (double value in t) targetSum += value;
        for (int i = 0; i < z.Length; i++)
        {
            if (t[i] != 0) loss -= t[i] * (z[i] - max - Math.Log(expSum));
            g[i] = Math.Exp(z[i] - max) / expSum * targetSum - t[i];
        }

        return loss;
    }

    public static double KLDivergence(double[] y, double[] t, double[] g) => CrossEntropy(y, t, g) + NegativeEntropy(t);

    public static double KLDivergenceOfLogits(double[] z, double[] t, double[] g) => CrossEntropyOfLogits(z, t, g) + NegativeEntropy(t);

    private static double Mean(double[] y, double[] t, double[] g, Func<double, double, (double Value, double Derivative)> term)
    {
        double sum = 0;
        for (int i = 0; i < y.Length; i++)
        {
            (double value, double derivative) = term(y[i], t[i]);
            sum += value / y.Length;
            g[i] = derivative / y.Length;
        }

        return sum;
    }

    private static double BoundedLog(double y) => y >= Least ? Math.Log(y) : Math.Log(Least) + (y - Least) / Least;

    private static double NegativeEntropy(double[] t)
    {
        double sum = 0;
        foreach (double value in t)
            if (value > 0) sum += value * Math.Log(value);
        return sum;
    }

    private static double[] OneHot(double[] t, int size) => Expand(t, size, 0);

    private static double[] Signs(double[] t, int size) => Expand(t, size, -1);

    private static double[] Expand(double[] t, int size, double others)
    {
        if (t.Length == size) return t;
        double[] values = new double[size];
        Array.Fill(values, others);
        values[(int)t[0]] = 1;
        return values;
    }
}
