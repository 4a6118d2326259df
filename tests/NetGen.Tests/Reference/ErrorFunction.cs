using System;

namespace NetGen.Tests.Reference;

/// <summary>The error function to the precision of double.</summary>
internal static class ErrorFunction
{
    /// <summary>1 − erf x, without cancellation for large x.</summary>
    public static double Complement(double x)
    {
        if (double.IsNaN(x)) return x;
        if (x < 0) return 2 - Complement(-x);
        return x < 2 ? 1 - Series(x) : ContinuedFraction(x);
    }

    /// <summary>erf x = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1)): every term positive. Abramowitz and Stegun, 7.1.6.</summary>
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; term > sum * 1e-18; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))), from the inside out. Abramowitz and Stegun, 7.1.14.</summary>
    private static double ContinuedFraction(double x)
    {
        double tail = x;
        for (int n = 200; n >= 1; n--) tail = x + n / 2.0 / tail;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }
}
