using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

/// <summary>
/// The functions that generated networks call, on vectors of floats. They have no branches and allocate nothing. NaN gives NaN.
/// The polynomials were fitted by the Remez exchange algorithm to the range that each one is used on, unless another source is named.
/// </summary>
public static partial class VectorMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 = Ln2High + Ln2Low; the product of Ln2High, of 9 significant bits, with any exponent is exact. Cody and Waite, 1980.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    // Adding 1.5·2²³ to a float leaves it rounded to an integer, in the lowest bits.
    private const float Rounder = 12582912f;
    private const float ExponentBias = 127f;

    // Below, e^x is under 2⁻¹²⁶·⁵ and a scale 2ⁿ, of a biased exponent, comes out as zero.
    private const float LeastNormalExponent = -87.9f;

    // Beyond, e^x is under 2⁻¹⁵⁰, which rounds to zero, or over 2¹²⁸, which is infinite.
    private const float LeastExponent = -104.5f;
    private const float GreatestExponent = 89f;

    /// <summary>eˣ, within 1.1 ulp for every x: subnormal results are rounded as others are, and the overflow is where it is due, above 88.7228.</summary>
    /// <param name="x">Any value; −∞ gives 0, +∞ gives +∞.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.MinNative(Vector.Create(GreatestExponent), Vector.MaxNative(Vector.Create(LeastExponent), x));
        Vector<float> n = Vector.MultiplyAddEstimate(x, Vector.Create(Log2E), Vector.Create(Rounder + 2 * ExponentBias));

        // 2ⁿ in two factors, since n goes from −151 to 128: its half, rounded down, and the rest. The last product rounds a subnormal result.
        Vector<int> bits = Vector.As<float, int>(n), half = Vector.ShiftRightArithmetic(bits, 1);
        Vector<float> scale = PowerOfTwo(half);
        Vector<float> p = ReducedExpMinusOne(x, n - Vector.Create(Rounder + 2 * ExponentBias));
        return Vector.MultiplyAddEstimate(p, scale, scale) * PowerOfTwo(bits - half);
    }

    /// <summary>ln x. Error within 2 ulp, subnormal numbers included; 0 gives −∞, a negative x gives NaN, +∞ gives +∞.</summary>
    /// <param name="x">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Log(Vector<float> x)
    {
        // x = 2ⁿ·m with m in [√½, √2); subnormal numbers are brought into range first.
        Vector<float> isSubnormal = Vector.LessThan<float>(x, Vector.Create(1.17549435e-38f));
        Vector<float> normal = Vector.ConditionalSelect(isSubnormal, x * Vector.Create(8388608f), x);
        Vector<int> bits = Vector.As<float, int>(normal) - Vector.Create(0x3F3504F3); // √½
        Vector<float> m = Vector.As<int, float>((bits & Vector.Create(0x007FFFFF)) + Vector.Create(0x3F3504F3));
        Vector<float> n = Vector.ConvertToSingle(Vector.ShiftRightArithmetic(bits, 23) - (Vector.As<float, int>(isSubnormal) & Vector.Create(23)));

        Vector<float> logarithm = Vector.MultiplyAddEstimate(n, Vector.Create(Ln2Low), Log1P(m - Vector<float>.One));
        logarithm = Vector.MultiplyAddEstimate(n, Vector.Create(Ln2High), logarithm);
        logarithm = Vector.ConditionalSelect(Vector.LessThan<float>(x, Vector.Create(float.PositiveInfinity)), logarithm, x);
        logarithm = Vector.ConditionalSelect(Vector.Equals<float>(x, Vector<float>.Zero), Vector.Create(float.NegativeInfinity), logarithm);
        return Vector.ConditionalSelect(Vector.LessThan<float>(x, Vector<float>.Zero), Vector.Create(float.NaN), logarithm);
    }

    /// <summary>ln(1 + u) for u in [√½ − 1, 1], within 2 ulp also near 0: 2·artanh(u / (2 + u)), artanh as an odd polynomial.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> Log1P(Vector<float> u)
    {
        Vector<float> s = u / (u + Vector.Create(2f));
        Vector<float> z = s * s;
        Vector<float> p = Vector.MultiplyAddEstimate(z, Vector.Create(0.243016716f), Vector.Create(0.21427478f));
        p = Vector.MultiplyAddEstimate(p, z, Vector.Create(0.286168997f));
        p = Vector.MultiplyAddEstimate(p, z, Vector.Create(0.399988773f));
        p = Vector.MultiplyAddEstimate(p, z, Vector.Create(0.666666756f));
        return Vector.MultiplyAddEstimate(p * z, s, s + s);
    }

    /// <summary>eˣ, within 1.1 ulp from −87.3 to 88.37, a relative 10⁻⁵ from there to the overflow, which gives +∞; 0 under 2⁻¹²⁶·⁵.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpWithRoughEnds(Vector<float> x)
    {
        x = Vector.MaxNative(Vector.Create(LeastNormalExponent), x);
        Vector<float> n = Vector.MultiplyAddEstimate(x, Vector.Create(Log2E), Vector.Create(Rounder + ExponentBias));
        n = Vector.MinNative(Vector.Create(Rounder + ExponentBias + 127f), n); // 2¹²⁷ is the largest scale; what is left of x stays in the polynomial
        Vector<float> scale = PowerOfTwo(Vector.As<float, int>(n));
        return Vector.MultiplyAddEstimate(ReducedExpMinusOne(x, n - Vector.Create(Rounder + ExponentBias)), scale, scale);
    }

    /// <summary>eˣ for x ≤ 88 (or NaN), within 1.1 ulp; under 2⁻¹²⁶ partly subnormal, and 0 under 2⁻¹²⁶·⁵.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> ExpWithoutOverflow(Vector<float> x) => ExpInRange(Vector.MaxNative(Vector.Create(LeastNormalExponent), x));

    /// <summary>eˣ for x from <see cref="LeastNormalExponent"/> to 88 (or NaN), without guards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpInRange(Vector<float> x)
    {
        Vector<float> n = Vector.MultiplyAddEstimate(x, Vector.Create(Log2E), Vector.Create(Rounder + ExponentBias));
        Vector<float> scale = PowerOfTwo(Vector.As<float, int>(n));
        return Vector.MultiplyAddEstimate(ReducedExpMinusOne(x, n - Vector.Create(Rounder + ExponentBias)), scale, scale);
    }

    /// <summary>eˣ for x ≤ 0 (or NaN), within 1.1 ulp, subnormal results too: from 2⁶⁴ times as much, of which n ≥ −151 makes a normal number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpOfNonPositive(Vector<float> x)
    {
        x = Vector.MaxNative(Vector.Create(LeastExponent), x);
        Vector<float> n = Vector.MultiplyAddEstimate(x, Vector.Create(Log2E), Vector.Create(Rounder + ExponentBias + 64f));
        Vector<float> scale = PowerOfTwo(Vector.As<float, int>(n));
        Vector<float> p = ReducedExpMinusOne(x, n - Vector.Create(Rounder + ExponentBias + 64f));
        return Vector.MultiplyAddEstimate(p, scale, scale) * Vector.Create(5.42101086e-20f); // 2⁻⁶⁴
    }

    /// <summary>eˣ − 1 for x ≤ 0 (or NaN), without cancellation near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpMinusOneOfNonPositive(Vector<float> x)
    {
        x = Vector.MaxNative(Vector.Create(LeastNormalExponent), x);
        Vector<float> n = Vector.MultiplyAddEstimate(x, Vector.Create(Log2E), Vector.Create(Rounder + ExponentBias));
        Vector<float> scale = PowerOfTwo(Vector.As<float, int>(n));
        Vector<float> p = ReducedExpMinusOne(x, n - Vector.Create(Rounder + ExponentBias));
        return Vector.MultiplyAddEstimate(p, scale, scale - Vector<float>.One);
    }

    /// <summary>e^r − 1 of the remainder r = x − n·ln 2, in ±½ ln 2: r + r²q(r).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ReducedExpMinusOne(Vector<float> x, Vector<float> n)
    {
        Vector<float> r = Vector.MultiplyAddEstimate(n, Vector.Create(-Ln2High), x);
        r = Vector.MultiplyAddEstimate(n, Vector.Create(-Ln2Low), r);
        // q by pairs of coefficients, which do not wait for each other: Estrin, 1960.
        Vector<float> square = r * r;
        Vector<float> low = Vector.MultiplyAddEstimate(r, Vector.Create(0.166665196f), Vector.Create(0.49999994f));
        Vector<float> q = Vector.MultiplyAddEstimate(r, Vector.Create(0.00836878084f), Vector.Create(0.0416683927f));
        q = Vector.MultiplyAddEstimate(square, Vector.Create(0.00138144672f), q);
        q = Vector.MultiplyAddEstimate(square, q, low);
        return Vector.MultiplyAddEstimate(q, square, r);
    }

    /// <summary>2ⁿ of an n in the lowest bits that has the bias of an exponent: moved to where the exponent is, it pushes out what is above it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<int> n) => Vector.As<int, float>(Vector.ShiftLeft(n, 23));
}
