using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>L = 1/n Σ |yⱼ − tⱼ| over n outputs, for regression with outliers. Targets are finite. As PyTorch's L1Loss for one sample.</summary>
public readonly struct MeanAbsoluteError : ILoss, ILossTerm, IMeanOverOutputs
{
    /// <summary>Requires finite targets.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckTarget(ReadOnlySpan<float> target, int outputSize) => TargetCheck.Finite(target);

    /// <summary>Computes L and dL/dy = 1/n sign(y − t), which is 0 at y = t.</summary>
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient) =>
        LossKernels.Mean(this, default(ValuePerOutput), output, target, outputGradient);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Vector<float> ILossTerm.Evaluate(Vector<float> y, Vector<float> t, out Vector<float> derivative)
    {
        Vector<float> error = y - t, magnitude = Vector.Abs(error);
        Vector<float> sign = (error & Vector.Create(-0f)) | Vector<float>.One;
        derivative = Vector.ConditionalSelect(Vector.GreaterThan(magnitude, Vector<float>.Zero), sign, error); // 0 and NaN stay
        return magnitude;
    }
}
