using System;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// <see cref="CrossEntropy"/> with label smoothing: of the target t, t′ₖ = (1 − s)·tₖ + s·Σt / K over the K classes is what counts, so that a network is not taught to be certain
/// (Szegedy et al., "Rethinking the Inception architecture for computer vision", 2016, section 7).
/// </summary>
public readonly struct SmoothedCrossEntropy : ILoss
{
    /// <summary>Makes the loss.</summary>
    /// <param name="smoothing">The part s of the target that goes to all classes alike, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public SmoothedCrossEntropy(float smoothing) => Smoothing = Hyperparameter.Decay(smoothing);

    /// <summary>The part s of the target that goes to all classes alike.</summary>
    public float Smoothing { get; }

    /// <summary>The loss with its number, the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"SmoothedCrossEntropy(smoothing: {Smoothing})");

    /// <inheritdoc cref="CrossEntropy.AcceptsTargetSize"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AcceptsTargetSize(int outputSize, int targetSize) => CrossEntropy.AcceptsTargetSize(outputSize, targetSize);

    /// <inheritdoc cref="CrossEntropy.IsFusedWith"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsFusedWith(Activation outputActivation) => CrossEntropy.IsFusedWith(outputActivation);

    /// <inheritdoc cref="CrossEntropy.CheckTarget"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => CrossEntropy.CheckTarget(target, outputSize);

    /// <inheritdoc cref="CrossEntropy.Evaluate"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
    {
        using var smoothed = new TargetBuffer(output.Length, stackalloc float[TargetBuffer.StackLength]);
        Smooth(target, smoothed.Span);
        return default(CrossEntropy).Evaluate(output, smoothed.Span, outputGradient);
    }

    /// <inheritdoc cref="CrossEntropy.EvaluateLogits"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient)
    {
        using var smoothed = new TargetBuffer(logits.Length, stackalloc float[TargetBuffer.StackLength]);
        Smooth(target, smoothed.Span);
        return default(CrossEntropy).EvaluateLogits(logits, smoothed.Span, logitGradient);
    }

    private void Smooth(ReadOnlySpan<float> target, Span<float> smoothed)
    {
        if (TargetCheck.IsClassIndex(smoothed.Length, target.Length))
        {
            smoothed.Fill(Smoothing / smoothed.Length);
            smoothed[(int)target[0]] += 1f - Smoothing;
            return;
        }

        float sum = 0f;
        foreach (float value in target) sum += value;
        for (int i = 0; i < smoothed.Length; i++) smoothed[i] = (1f - Smoothing) * target[i] + Smoothing * sum / smoothed.Length;
    }
}
