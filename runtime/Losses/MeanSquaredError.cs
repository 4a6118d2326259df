using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>L = 1/n Σ (yⱼ − tⱼ)² over n outputs, for regression. Targets are finite. As PyTorch's MSELoss for one sample.</summary>
public readonly struct MeanSquaredError : ILoss, ILossTerm, IMeanOverOutputs
{
    /// <summary>Requires finite targets.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => TargetCheck.Finite(target);

    /// <summary>Computes L and dL/dy = 2/n (y − t).</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        LossKernels.Mean(this, default(ValuePerOutput), output, target, outputGradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector<float> ILossTerm.Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative)
    {
        Vector<float> error = y - t;
        derivative = error + error;
        return error * error;
    }
}
