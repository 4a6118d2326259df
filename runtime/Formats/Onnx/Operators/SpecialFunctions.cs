using System;

namespace NetGen.Formats.Onnx;

/// <summary>Functions that the base class library does not have, to about 15 digits.</summary>
internal static class SpecialFunctions
{
    /// <summary>erf x.</summary>
    public static double Erf(double x) => Math.Abs(x) < 2 ? Series(x) : x > 0 ? 1 - Fraction(x) : Fraction(-x) - 1;

    /// <summary>1 − erf x, without losing the digits of small values.</summary>
    public static double Erfc(double x) => Math.Abs(x) < 2 ? 1 - Series(x) : x > 0 ? Fraction(x) : 2 - Fraction(-x);

    /// <summary>ln(1 + x) for x in [0, 1], without losing the digits of small values (Goldberg, "What every computer scientist should know", theorem 4).</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : x * Math.Log(sum) / (sum - 1);
    }

    // Abramowitz and Stegun, 7.1.6: terms are all of the same sign.
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 100 && Math.Abs(term) > 1e-18 * Math.Abs(sum); n++) sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // Abramowitz and Stegun, 7.1.14: the continued fraction of erfc, from its tail.
    private static double Fraction(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x > 27) return 0;
        double tail = x;
        for (int n = 120; n >= 1; n--) tail = x + n / 2.0 / tail;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }
}
