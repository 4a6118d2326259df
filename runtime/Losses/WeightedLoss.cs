using System;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>A loss times the weight of its sample, w·L. A target is the weight, and behind it the target that the loss takes.</summary>
internal readonly struct WeightedLoss<TLoss>(TLoss loss) : ILoss
    where TLoss : struct, ILoss
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AcceptsTargetSize(int outputSize, int targetSize) => targetSize > 1 && TLoss.AcceptsTargetSize(outputSize, targetSize - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFusedWith(Activation outputActivation) => TLoss.IsFusedWith(outputActivation);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => TLoss.CheckTarget(target[1..], outputSize);

    /// <summary>The loss, told from the same without weights.</summary>
    public override string ToString() => $"{loss} with sample weights";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        Scale(target[0], loss.Evaluate(output, target[1..], outputGradient), outputGradient);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient) =>
        Scale(target[0], loss.EvaluateLogits(logits, target[1..], logitGradient), logitGradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Scale(float weight, float value, Span<float> gradient)
    {
        for (int i = 0; i < gradient.Length; i++) gradient[i] *= weight;
        return weight * value;
    }
}
