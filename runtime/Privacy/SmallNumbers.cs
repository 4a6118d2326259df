using System;

namespace NetGen;

/// <summary>
/// ln(1 + x) and e^x − 1 to a few units in the last place for x near 0 too, where .NET's LogP1 and ExpM1, which compute them as written, lose all digits.
/// Both are Kahan's: the rounding of 1 + x and of e^x cancels in the quotient.
/// </summary>
internal static class SmallNumbers
{
    /// <summary>ln(1 + x).</summary>
    public static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        if (sum == 1) return x;
        return double.IsFinite(sum) && sum > 0 ? Math.Log(sum) * (x / (sum - 1)) : Math.Log(sum);
    }

    /// <summary>e^x − 1.</summary>
    public static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        if (power == 1) return x;
        return power > 0 && double.IsFinite(power) ? (power - 1) * (x / Math.Log(power)) : power - 1;
    }
}
