using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// L = Σ tⱼ (ln tⱼ − ln yⱼ) over the outputs, 0 where tⱼ = 0: how far the predicted distribution y is from the target distribution t, for example
/// a teacher network's. The values of t are not negative; they need not sum to 1. Kullback and Leibler, 1951.
/// </summary>
/// <remarks>
/// Under <see cref="Activation.Softmax"/> and <see cref="Activation.LogSoftmax"/> y is softmax(z) and L is computed from the logits z, exact for any z.
/// Under other activations y is the output; below 10⁻⁷ its logarithm goes on as the tangent at 10⁻⁷, so that loss and gradient stay finite and agree.
/// </remarks>
public readonly struct KLDivergence : ILoss, ILossTerm
{
    /// <summary>Whether softmax makes probabilities or their logarithms of the logits.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFusedWith(Activation outputActivation) => outputActivation is Activation.Softmax or Activation.LogSoftmax;

    /// <summary>Requires finite values that are not negative.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => TargetCheck.InRange(target, 0f, float.MaxValue);

    /// <summary>Computes L and dL/dy = −t / max(y, 10⁻⁷) from probabilities.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        LossKernels.Sum(1f, this, default(ValuePerOutput), output, target, outputGradient);

    /// <summary>Computes L and dL/dz = softmax(z)·Σt − t from logits.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient)
    {
        LossKernels.RequireLength(logits.Length, target.Length, nameof(target));
        float crossEntropy = LossKernels.SoftmaxCrossEntropy(logits, target, logitGradient);
        return crossEntropy + NegativeEntropy(target);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector<float> ILossTerm.Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative)
    {
        Vector<float> logarithm = LossKernels.BoundedLog(y, out Vector<float> slope);
        derivative = -(t * slope);
        return VectorMath.WeightedBy(t, VectorMath.Log(t)) - t * logarithm; // two products, so that a NaN of y stays where t is 0
    }

    /// <summary>Σ tⱼ ln tⱼ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float NegativeEntropy(ReadOnlySpan<float> target)
    {
        ref float values = ref MemoryMarshal.GetReference(target);
        Vector<float> t = VectorMath.LoadTail(ref values, target.Length, 0f);
        Vector<float> sum = VectorMath.WeightedBy(t, VectorMath.Log(t)) & VectorMath.TailMask(target.Length);
        for (int i = 0; i < VectorMath.TailStart(target.Length); i += Vector<float>.Count)
        {
            t = Vector.LoadUnsafe(ref values, (nuint)i);
            sum += VectorMath.WeightedBy(t, VectorMath.Log(t));
        }

        return VectorMath.SumLanes(sum);
    }
}
