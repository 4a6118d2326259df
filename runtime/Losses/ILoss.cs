using System;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// A loss L(y, t) of one sample, with its derivative. A loss of one's own is a small struct that implements <see cref="Evaluate"/> and
/// takes the same places as the ones that come with NetGen.
/// </summary>
/// <remarks>
/// Generated code calls these methods once for every sample. Mark them with <see cref="MethodImplOptions.AggressiveOptimization"/> (or, if they
/// are short, <see cref="MethodImplOptions.AggressiveInlining"/>): without either, they run unoptimised at first.
/// </remarks>
public interface ILoss
{
    /// <summary>Computes L and dL/dy for one sample.</summary>
    /// <param name="output">The network's output y, [outputs].</param>
    /// <param name="target">The target t, of a length that <see cref="AcceptsTargetSize"/> takes.</param>
    /// <param name="outputGradient">Receives dL/dy, [outputs]: every value is to be written.</param>
    /// <returns>The loss L.</returns>
    float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient);

    /// <summary>Whether the loss takes targets of this length for outputs of that one; by default, of the same length.</summary>
    /// <param name="outputSize">The length of the network's output.</param>
    /// <param name="targetSize">The length of one target.</param>
    static virtual bool AcceptsTargetSize(int outputSize, int targetSize) => targetSize == outputSize;

    /// <summary>
    /// Throws if the values of a target cannot be used. It is called for every target of a batch before anything is computed, so that a bad
    /// target changes nothing; <see cref="Evaluate"/> and <see cref="EvaluateLogits"/> need not check again, but must not leave their spans
    /// whatever the target is. By default every value is taken.
    /// </summary>
    /// <param name="target">One target, of a length that <see cref="AcceptsTargetSize"/> takes.</param>
    /// <param name="outputSize">The length of the network's output.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value cannot be used.</exception>
    static virtual void CheckTarget(ReadOnlySpan<float> target, int outputSize)
    {
    }

    /// <summary>
    /// Whether loss and output activation are computed as one from the logits, by <see cref="EvaluateLogits"/>, which is
    /// faster and exact where the activation saturates. By default they are not.
    /// </summary>
    /// <param name="outputActivation">The activation of the last layer.</param>
    static virtual bool IsFusedWith(Activation outputActivation) => false;

    /// <summary>Computes L and dL/dz for one sample from the logits z, where <see cref="IsFusedWith"/> says so.</summary>
    /// <param name="logits">The last layer's z = W·x + b, [outputs].</param>
    /// <param name="target">The target t, of a length that <see cref="AcceptsTargetSize"/> takes.</param>
    /// <param name="logitGradient">Receives dL/dz, [outputs].</param>
    /// <returns>The loss L.</returns>
    float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient) =>
        throw new NotSupportedException("This loss is not fused with an activation.");
}
