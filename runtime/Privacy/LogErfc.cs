using System;

namespace NetGen;

/// <summary>The logarithm of the complementary error function.</summary>
internal static class LogErfc
{
    /// <summary>
    /// ln erfc x, with a relative error below 2·10⁻¹⁵ for every x. It does not underflow where erfc does, beyond x = 26.
    /// </summary>
    public static double Evaluate(double x) => x switch
    {
        <= -1 => Math.Log(2 - Math.Exp(Tail(-x))),
        < 1 => SmallNumbers.LogOnePlus(-Erf(x)),
        _ => Tail(x),
    };

    /// <summary>erf x = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n + 1)), for |x| &lt; 1: no term cancels another (Abramowitz and Stegun, 7.1.6).</summary>
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; Math.Abs(term) > Math.Abs(sum) * 1e-17; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    /// <summary>
    /// ln erfc x for x ≥ 1, where erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …)))) (Abramowitz and Stegun, 7.1.14). The error after n fractions
    /// falls as e^(−x·√(8n)).
    /// </summary>
    private static double Tail(double x)
    {
        double denominator = x;
        for (int n = 8 + (int)(180 / (x * x)); n >= 1; n--) denominator = x + n / 2.0 / denominator;
        return -x * x - Math.Log(Math.Sqrt(Math.PI) * denominator);
    }
}
