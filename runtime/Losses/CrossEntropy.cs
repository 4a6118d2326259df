using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// L = −Σ tⱼ ln yⱼ over the classes, for classes that exclude each other. The target is the distribution t [outputs] (one-hot, for a known class) or,
/// for a network of several outputs, the index [1] of the class. A distribution's values are not negative; they need not sum to 1.
/// </summary>
/// <remarks>
/// Under <see cref="Activation.Softmax"/>, <see cref="Activation.LogSoftmax"/> and <see cref="Activation.Identity"/>, where the outputs are logits, y is
/// softmax(z) and L is computed from the logits z, exact for any z, as PyTorch's CrossEntropyLoss for one sample. Under other activations y is the output;
/// below 10⁻⁷ the logarithm goes on as its tangent at 10⁻⁷, so that loss and gradient stay finite and agree.
/// </remarks>
public readonly struct CrossEntropy : ILoss, ILossTerm
{
    /// <summary>Whether the target has the size of the output, or is one class index.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AcceptsTargetSize(int outputSize, int targetSize) => targetSize == outputSize || targetSize == 1;

    /// <summary>Whether the outputs are logits, or softmax makes probabilities or their logarithms of them.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFusedWith(Activation outputActivation) =>
        outputActivation is Activation.Softmax or Activation.LogSoftmax or Activation.Identity;

    /// <summary>Requires a distribution of finite values that are not negative, or a class index from 0 to outputs − 1.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize)
    {
        if (TargetCheck.IsClassIndex(outputSize, target.Length))
            TargetCheck.ClassIndex(target[0], outputSize);
        else
            TargetCheck.InRange(target, 0f, float.MaxValue);
    }

    /// <summary>Computes L and dL/dy = −t / max(y, 10⁻⁷) from probabilities.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        TargetCheck.IsClassIndex(output.Length, target.Length)
            ? LossKernels.Sum(1f, this, new ClassIndex(target[0], others: 0f), output, target, outputGradient)
            : LossKernels.Sum(1f, this, default(ValuePerOutput), output, target, outputGradient);

    /// <summary>Computes L and dL/dz = softmax(z)·Σt − t from logits.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient) =>
        LossKernels.SoftmaxCrossEntropy(logits, target, logitGradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector<float> ILossTerm.Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative)
    {
        Vector<float> loss = -(t * LossKernels.BoundedLog(y, out Vector<float> slope));
        derivative = -(t * slope);
        return loss;
    }
}
