using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

// f(z) of every element-wise activation. Where z multiplies a factor that vanishes, z is bounded first, so that −∞ gives the limit 0.
public static partial class VectorMath
{
    private const float SeluScale = 1.05070099f;
    private const float SeluAlpha = 1.67326324f;

    /// <summary>1 / (1 + e⁻ᶻ), within 2 ulp for every z, subnormal results too; −∞ gives 0.</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> z)
    {
        // With e = e^−|z| ≤ 1: 1 − e / (1 + e) for z ≥ 0, e / (1 + e) = e − e·e / (1 + e) for z < 0, where the error of the quotient counts little.
        Vector<float> e = ExpOfNonPositive(z | Vector.Create(-0f));
        Vector<float> quotient = e / (-Vector<float>.One - e);
        Vector<float> factor = Vector.ConditionalSelect(Vector.LessThan<float>(z, Vector<float>.Zero), e, Vector<float>.One);
        return Vector.MultiplyAddEstimate(factor, quotient, factor);
    }

    /// <summary>tanh z, within 2 ulp; odd, and 0 at 0.</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> z)
    {
        Vector<float> magnitude = Vector.Abs(z);

        // Up to 0.625: z + z³p(z²).
        Vector<float> square = z * z;
        Vector<float> p = Vector.MultiplyAddEstimate(square, Vector.Create(-0.00571704330f), Vector.Create(0.0206505861f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-0.0537434965f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(0.133314908f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-0.333332837f));
        Vector<float> small = Vector.MultiplyAddEstimate(p * square, z, z);

        // Above: ±(1 − 2 / (e^2|z| + 1)), which is 1 long before 2|z| = 20.
        Vector<float> e = ExpInRange(Vector.MinNative(Vector.Create(20f), magnitude + magnitude));
        Vector<float> large = Vector<float>.One - Vector.Create(2f) / (e + Vector<float>.One);
        return Vector.ConditionalSelect(Vector.LessThan<float>(magnitude, Vector.Create(0.625f)), small, large) | (z & Vector.Create(-0f));
    }

    /// <summary>max(0, z).</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ReLU(Vector<float> z) => Vector.MaxNative(Vector<float>.Zero, z);

    /// <summary>z for z > 0, αz otherwise.</summary>
    /// <param name="z">Any value.</param>
    /// <param name="alpha">The slope α below zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LeakyReLU(Vector<float> z, float alpha) =>
        Vector.ConditionalSelect(Vector.GreaterThan<float>(z, Vector<float>.Zero), z, z * Vector.Create(alpha));

    /// <summary>z for z > 0, α(eᶻ − 1) otherwise, within 3 ulp.</summary>
    /// <param name="z">Any value.</param>
    /// <param name="alpha">The scale α below zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ELU(Vector<float> z, float alpha) =>
        Vector.ConditionalSelect(Vector.GreaterThan<float>(z, Vector<float>.Zero), z, ExpMinusOneOfNonPositive(z) * Vector.Create(alpha));

    /// <summary>λz for z > 0, λα(eᶻ − 1) otherwise, within 3 ulp; α = 1.67326324, λ = 1.05070099. Klambauer et al., 2017.</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SELU(Vector<float> z) => Vector.ConditionalSelect(
        Vector.GreaterThan<float>(z, Vector<float>.Zero),
        z * Vector.Create(SeluScale),
        ExpMinusOneOfNonPositive(z) * Vector.Create(SeluScale * SeluAlpha));

    /// <summary>z·Φ(z), Φ the normal distribution function. The absolute error of Φ is within 10⁻⁷ everywhere.</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> GELU(Vector<float> z)
    {
        z = Vector.MaxNative(Vector.Create(-14f), z); // Φ(−14) is 0 as a float
        return z * NormalDistribution(z);
    }

    /// <summary>½z(1 + tanh(√(2/π)(z + 0.044715z³))), as z·sigmoid(2√(2/π)(z + 0.044715z³)).</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> GELUTanh(Vector<float> z)
    {
        z = Vector.MaxNative(Vector.Create(-14f), z);
        return z / (ExpWithRoughEnds(-GELUTanhArgument(z)) + Vector<float>.One);
    }

    /// <summary>z / (1 + e⁻ᶻ), within 4 ulp on [−87, ∞).</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SiLU(Vector<float> z)
    {
        z = Vector.MaxNative(Vector.Create(-128f), z);
        return z / (ExpWithRoughEnds(-z) + Vector<float>.One);
    }

    /// <summary>ln(1 + eᶻ), within 3 ulp on [−87, ∞), as max(0, z) + ln(1 + e^−|z|).</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Softplus(Vector<float> z) =>
        Vector.MaxNative(Vector<float>.Zero, z) + Log1P(ExpWithoutOverflow(z | Vector.Create(-0f)));

    /// <summary>min(1, max(0, z/6 + ½)).</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> HardSigmoid(Vector<float> z)
    {
        Vector<float> line = Vector.MultiplyAddEstimate(z, Vector.Create(1f / 6f), Vector.Create(0.5f));
        return Vector.MinNative(Vector<float>.One, Vector.MaxNative(Vector<float>.Zero, line));
    }

    /// <summary>z·HardSigmoid(z).</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> HardSwish(Vector<float> z) => Vector.MaxNative(Vector.Create(-4f), z) * HardSigmoid(z);

    /// <summary>z·tanh(softplus(z)), with tanh(softplus(z)) = n / (n + 2), n = eᶻ(eᶻ + 2); within 6 ulp on [−87, ∞).</summary>
    /// <param name="z">Any value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Mish(Vector<float> z)
    {
        Vector<float> e = ExpWithoutOverflow(Vector.MinNative(Vector.Create(20f), z)); // above 20, n / (n + 2) is 1
        Vector<float> n = Vector.MultiplyAddEstimate(e, e, e + e);
        return Vector.MaxNative(Vector.Create(-128f), z) * (n / (n + Vector.Create(2f)));
    }

    /// <summary>2√(2/π)(z + 0.044715z³).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> GELUTanhArgument(Vector<float> z) =>
        z * Vector.MultiplyAddEstimate(z * z, Vector.Create(0.0713548163f), Vector.Create(1.59576912f));

    /// <summary>Φ(z), with an absolute error within 10⁻⁷.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> NormalDistribution(Vector<float> z)
    {
        Vector<float> magnitude = Vector.MinNative(Vector.Create(14f), Vector.Abs(z));
        return NormalDistribution(z, magnitude, ExpWithoutOverflow(magnitude * Vector.Create(-0.5f) * magnitude));
    }

    /// <summary>
    /// Φ(z), given |z| ≤ 14 and e^(−z²/2). Where |z| &lt; 1 it is ½ + z·p(z²). Beyond, the upper tail is
    /// Q(a) = e^(−a²/2)·N(a)/D(a): Cody's form, 1969, with coefficients fitted to this range, all positive, so that nothing
    /// cancels. The error of N/D alone is within 2·10⁻⁸ of Q near 1, 10⁻⁴ of Q at 14.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> NormalDistribution(Vector<float> z, Vector<float> magnitude, Vector<float> e)
    {
        Vector<float> square = z * z;
        Vector<float> p = Vector.MultiplyAddEstimate(square, Vector.Create(-7.53030658545e-6f), Vector.Create(0.000113143648169f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-0.00118598470004f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(0.00997317093066f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(-0.0664903323466f));
        p = Vector.MultiplyAddEstimate(p, square, Vector.Create(0.398942278714f));
        Vector<float> inner = Vector.MultiplyAddEstimate(p, z, Vector.Create(0.5f));

        Vector<float> n = Vector.MultiplyAddEstimate(magnitude, Vector.Create(0.012283371492f), Vector.Create(0.098175328215f));
        n = Vector.MultiplyAddEstimate(n, magnitude, Vector.Create(0.322409877f));
        n = Vector.MultiplyAddEstimate(n, magnitude, Vector.Create(0.4999999917f));
        Vector<float> d = Vector.MultiplyAddEstimate(magnitude, Vector.Create(0.030822711701f), Vector.Create(0.24530740785f));
        d = Vector.MultiplyAddEstimate(d, magnitude, Vector.Create(0.84747403428f));
        d = Vector.MultiplyAddEstimate(d, magnitude, Vector.Create(1.4427031652f));
        d = Vector.MultiplyAddEstimate(d, magnitude, Vector<float>.One);
        Vector<float> tail = e * n / d;
        Vector<float> outer = Vector.ConditionalSelect(Vector.LessThan<float>(z, Vector<float>.Zero), tail, Vector<float>.One - tail);
        return Vector.ConditionalSelect(Vector.LessThan<float>(magnitude, Vector<float>.One), inner, outer);
    }

    /// <summary>sigmoid(z) and its derivative s(1 − s), from e^−|z|, so that neither cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Value, Vector<float> Slope) SigmoidAndSlope(Vector<float> z)
    {
        Vector<float> e = ExpWithoutOverflow(z | Vector.Create(-0f));
        Vector<float> larger = Vector<float>.One / (e + Vector<float>.One); // of s and 1 − s
        Vector<float> smaller = e * larger;
        return (Vector.ConditionalSelect(Vector.LessThan<float>(z, Vector<float>.Zero), smaller, larger), smaller * larger);
    }
}
