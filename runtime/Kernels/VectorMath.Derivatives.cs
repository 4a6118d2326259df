using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

// f′ of every element-wise activation: from the output y = f(z) where that determines it, from the input z otherwise. At a kink it is
// the derivative on the left, unless told otherwise. A step function of NaN is one of its steps; the others are NaN.
public static partial class VectorMath
{
    /// <summary>y(1 − y): the derivative of <see cref="Sigmoid"/>.</summary>
    /// <param name="y">The output of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SigmoidDerivative(Vector<float> y) => y * (Vector<float>.One - y);

    /// <summary>1 − y²: the derivative of <see cref="Tanh"/>.</summary>
    /// <param name="y">The output of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> TanhDerivative(Vector<float> y) => (Vector<float>.One - y) * (Vector<float>.One + y);

    /// <summary>1 for y > 0, 0 otherwise: the derivative of <see cref="ReLU"/>.</summary>
    /// <param name="y">The output of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ReLUDerivative(Vector<float> y) =>
        Vector.GreaterThan<float>(y, Vector<float>.Zero) & Vector<float>.One;

    /// <summary>1 for y > 0, α otherwise: the derivative of <see cref="LeakyReLU"/>.</summary>
    /// <param name="y">The output of the activation, for α ≥ 0.</param>
    /// <param name="alpha">The slope α below zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> LeakyReLUDerivative(Vector<float> y, float alpha) =>
        Vector.ConditionalSelect(Vector.GreaterThan<float>(y, Vector<float>.Zero), Vector<float>.One, Vector.Create(alpha));

    /// <summary>1 for y > 0, y + α otherwise: the derivative of <see cref="ELU"/>.</summary>
    /// <param name="y">The output of the activation, for α > 0.</param>
    /// <param name="alpha">The scale α below zero.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> ELUDerivative(Vector<float> y, float alpha) =>
        Vector.ConditionalSelect(Vector.GreaterThan<float>(y, Vector<float>.Zero), Vector<float>.One, y + Vector.Create(alpha));

    /// <summary>λ for y > 0, y + λα otherwise: the derivative of <see cref="SELU"/>.</summary>
    /// <param name="y">The output of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SELUDerivative(Vector<float> y) =>
        Vector.ConditionalSelect(Vector.GreaterThan<float>(y, Vector<float>.Zero), Vector.Create(SeluScale), y + Vector.Create(SeluScale * SeluAlpha));

    /// <summary>1/6 for 0 &lt; y &lt; 1, 0 otherwise: the derivative of <see cref="HardSigmoid"/>.</summary>
    /// <param name="y">The output of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> HardSigmoidDerivative(Vector<float> y)
    {
        Vector<float> inside = Vector.GreaterThan<float>(y, Vector<float>.Zero) & Vector.LessThan<float>(y, Vector<float>.One);
        return inside & Vector.Create(1f / 6f);
    }

    /// <summary>Φ(z) + zφ(z), φ the normal density: the derivative of <see cref="GELU"/>.</summary>
    /// <param name="z">The input of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> GELUDerivative(Vector<float> z)
    {
        z = Vector.MinNative(Vector.Create(14f), Vector.MaxNative(Vector.Create(-14f), z));
        Vector<float> magnitude = Vector.Abs(z);
        Vector<float> e = ExpWithoutOverflow(magnitude * Vector.Create(-0.5f) * magnitude);
        return Vector.MultiplyAddEstimate(z * Vector.Create(0.398942280f), e, NormalDistribution(z, magnitude, e)); // 1/√(2π)
    }

    /// <summary>s + z·s(1 − s)·u′(z), with s = sigmoid(u), u = 2√(2/π)(z + 0.044715z³): the derivative of <see cref="GELUTanh"/>.</summary>
    /// <param name="z">The input of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> GELUTanhDerivative(Vector<float> z)
    {
        z = Vector.MinNative(Vector.Create(14f), Vector.MaxNative(Vector.Create(-14f), z));
        (Vector<float> s, Vector<float> sSlope) = SigmoidAndSlope(GELUTanhArgument(z));
        Vector<float> slope = Vector.MultiplyAddEstimate(z * z, Vector.Create(0.214064449f), Vector.Create(1.59576912f));
        return Vector.MultiplyAddEstimate(z * slope, sSlope, s);
    }

    /// <summary>s + z·s(1 − s), with s = sigmoid(z): the derivative of <see cref="SiLU"/>.</summary>
    /// <param name="z">The input of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SiLUDerivative(Vector<float> z)
    {
        z = Vector.MinNative(Vector.Create(128f), Vector.MaxNative(Vector.Create(-128f), z));
        (Vector<float> s, Vector<float> slope) = SigmoidAndSlope(z);
        return Vector.MultiplyAddEstimate(z, slope, s);
    }

    /// <summary>sigmoid(z): the derivative of <see cref="Softplus"/>.</summary>
    /// <param name="z">The input of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SoftplusDerivative(Vector<float> z) => Sigmoid(z);

    /// <summary>0 for z ≤ −3, 1 for z ≥ 3, z/3 + ½ between: the derivative of <see cref="HardSwish"/>.</summary>
    /// <param name="z">The input of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> HardSwishDerivative(Vector<float> z)
    {
        Vector<float> line = Vector.MultiplyAddEstimate(z, Vector.Create(1f / 3f), Vector.Create(0.5f));
        line = Vector.ConditionalSelect(Vector.GreaterThanOrEqual<float>(z, Vector.Create(3f)), Vector<float>.One, line);
        return Vector.ConditionalSelect(Vector.LessThanOrEqual<float>(z, Vector.Create(-3f)), Vector<float>.Zero, line);
    }

    /// <summary>T + z·4e(e + 1) / (n + 2)², with e = eᶻ, n = e(e + 2), T = n / (n + 2): the derivative of <see cref="Mish"/>.</summary>
    /// <param name="z">The input of the activation.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> MishDerivative(Vector<float> z)
    {
        z = Vector.MinNative(Vector.Create(20f), Vector.MaxNative(Vector.Create(-128f), z));
        Vector<float> e = ExpWithoutOverflow(z);
        Vector<float> n = Vector.MultiplyAddEstimate(e, e, e + e);
        Vector<float> inverse = Vector<float>.One / (n + Vector.Create(2f));
        Vector<float> slope = Vector.Create(4f) * Vector.MultiplyAddEstimate(e, e, e) * inverse * inverse;
        return Vector.MultiplyAddEstimate(z, slope, n * inverse);
    }
}
