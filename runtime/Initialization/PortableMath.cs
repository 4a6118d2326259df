using System;

namespace NetGen;

/// <summary>
/// The logarithm from IEEE 754 operations alone (+, −, ×, ÷ and bits), each rounded once: the same bits on every machine, which
/// <see cref="Math.Log(double)"/>, the C library's, does not promise.
/// </summary>
internal static class PortableMath
{
    // ln 2 in two parts: the first has 32 trailing zero bits, so that its products with exponents are exact.
    private const double LnTwoHigh = 6.93147180369123816490e-01;
    private const double LnTwoLow = 1.90821492927058770002e-10;

    /// <summary>
    /// The natural logarithm of a positive, normal, finite number, to less than 1 unit in the last place. x = 2ᵏ·(1 + f) with 1 + f in [√½, √2), and with
    /// s = f / (2 + f): ln(1 + f) = 2·artanh s = f − (f²/2 − s·(f²/2 + R)), R = 2·(s²/3 + s⁴/5 + …), as in Sun's fdlibm, whose R is a fitted polynomial.
    /// </summary>
    public static double Log(double x)
    {
        const long SqrtHalf = 0x3FE6A09E667F3BCD;
        const long MantissaMask = 0x000FFFFFFFFFFFFF;

        long bits = BitConverter.DoubleToInt64Bits(x);
        long fromSqrtHalf = bits - SqrtHalf;
        double k = fromSqrtHalf >> 52;
        double f = BitConverter.Int64BitsToDouble((fromSqrtHalf & MantissaMask) + SqrtHalf) - 1;

        double s = f / (2 + f);
        double z = s * s;
        double series = 2.0 / 23;
        for (int denominator = 21; denominator >= 3; denominator -= 2) series = 2.0 / denominator + z * series;
        double r = z * series;
        double halfSquare = 0.5 * f * f;
        return k * LnTwoHigh - (halfSquare - (s * (halfSquare + r) + k * LnTwoLow) - f);
    }
}
