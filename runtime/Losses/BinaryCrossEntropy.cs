using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// L = −1/n Σ (tⱼ ln yⱼ + (1 − tⱼ) ln(1 − yⱼ)) over n outputs, each the probability of a yes, for binary and multi-label classification.
/// Targets are in [0, 1].
/// </summary>
/// <remarks>
/// Under <see cref="Activation.Sigmoid"/> and <see cref="Activation.Identity"/>, where the outputs are the logits z of the probabilities, the loss is
/// max(z, 0) − zt + ln(1 + e^−|z|), exact for any z, as PyTorch's BCEWithLogitsLoss for one sample.
/// Under other activations y is the output; where y or 1 − y is below 10⁻⁷, its logarithm goes on as the tangent at 10⁻⁷, so that loss and gradient
/// stay finite and agree.
/// </remarks>
public readonly struct BinaryCrossEntropy : ILoss, IMeanOverOutputs
{
    /// <summary>Whether the outputs are logits, or sigmoid makes probabilities of them.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFusedWith(Activation outputActivation) => outputActivation is Activation.Sigmoid or Activation.Identity;

    /// <summary>Requires targets in [0, 1].</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => TargetCheck.InRange(target, 0f, 1f);

    /// <summary>Computes L and dL/dy = 1/n ((1 − t) / (1 − y) − t / y) from probabilities, no denominator less than 10⁻⁷.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        LossKernels.Mean(default(ProbabilityTerm), default(ValuePerOutput), output, target, outputGradient);

    /// <summary>Computes L and dL/dz = 1/n (sigmoid(z) − t) from logits.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient) =>
        LossKernels.Mean(default(LogitTerm), default(ValuePerOutput), logits, target, logitGradient);

    private readonly struct ProbabilityTerm : ILossTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative)
        {
            Vector<float> no = Vector<float>.One - t;
            Vector<float> logYes = LossKernels.BoundedLog(y, out Vector<float> slopeYes);
            Vector<float> logNo = LossKernels.BoundedLog(Vector<float>.One - y, out Vector<float> slopeNo);
            derivative = no * slopeNo - t * slopeYes;
            return -(t * logYes) - no * logNo;
        }
    }

    private readonly struct LogitTerm : ILossTerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Evaluate(Vector<float> z, Vector<float> t, out Vector<float> derivative)
        {
            derivative = VectorMath.Sigmoid(z) - t;
            Vector<float> line = Vector.MultiplyAddEstimate(-z, t, Vector.MaxNative(Vector<float>.Zero, z));
            return line + VectorMath.Softplus(z | Vector.Create(-0f)); // ln(1 + e^−|z|)
        }
    }
}
