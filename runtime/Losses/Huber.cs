using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// L = 1/n Σ h(yⱼ − tⱼ) over n outputs, with h(d) = ½d² for |d| ≤ δ, δ(|d| − ½δ) beyond: squared for small errors, linear for outliers.
/// Targets are finite. Huber, 1964; as PyTorch's HuberLoss for one sample.
/// </summary>
public readonly struct Huber : ILoss, IMeanOverOutputs
{
    private readonly float _delta;

    /// <summary>Sets where the loss becomes linear.</summary>
    /// <param name="delta">δ: positive and finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">δ is not.</exception>
    public Huber(float delta = 1f)
    {
        if (!(delta > 0f && float.IsFinite(delta))) throw new ArgumentOutOfRangeException(nameof(delta), delta, "Expected a positive, finite value.");
        _delta = delta;
    }

    /// <summary>δ, the error from which on the loss is linear; 1 for <c>default(Huber)</c> and <c>new Huber()</c>.</summary>
    public float Delta => _delta == 0f ? 1f : _delta;

    /// <summary>The loss with its number, the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Huber(delta: {Delta})");

    /// <summary>Requires finite targets.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => TargetCheck.Finite(target);

    /// <summary>Computes L and dL/dy = 1/n min(δ, max(−δ, y − t)).</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        LossKernels.Mean(new Term(Delta), default(ValuePerOutput), output, target, outputGradient);

    private readonly struct Term(float delta) : ILossTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative)
        {
            Vector<float> error = y - t, magnitude = Vector.Abs(error);
            derivative = Vector.MinNative(Vector.Create(delta), Vector.MaxNative(Vector.Create(-delta), error));

            // h(d) = c(|d| − ½c) with c = min(δ, |d|), on both sides.
            Vector<float> c = Vector.MinNative(Vector.Create(delta), magnitude);
            return c * Vector.MultiplyAddEstimate(c, Vector.Create(-0.5f), magnitude);
        }
    }
}
