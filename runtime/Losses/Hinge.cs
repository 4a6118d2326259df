using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// L = 1/n Σ max(0, 1 − tⱼyⱼ) over n outputs, for classification by margins. The target is −1 or 1 for every output or, for a network of several
/// outputs, the index [1] of a class, which stands for 1 at that class and −1 at the others. Cortes and Vapnik, 1995.
/// </summary>
public readonly struct Hinge : ILoss, ILossTerm, IMeanOverOutputs
{
    /// <summary>Whether the target has the size of the output, or is one class index.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AcceptsTargetSize(int outputSize, int targetSize) => targetSize == outputSize || targetSize == 1;

    /// <summary>Requires values of −1 and 1, or a class index from 0 to outputs − 1.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => TargetCheck.Margin(target, outputSize);

    /// <summary>Computes L and dL/dy = −t/n where ty &lt; 1, 0 elsewhere, also at the kink ty = 1.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        LossKernels.MeanOfMargins(this, output, target, outputGradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector<float> ILossTerm.Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative)
    {
        Vector<float> margin = Vector.MaxNative(Vector<float>.Zero, Vector<float>.One - t * y);
        derivative = -(t & Vector.AsVectorSingle(Vector.GreaterThan(margin, Vector<float>.Zero)));
        return margin;
    }
}
