using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Kernels;

/// <summary>The checks at the edge of generated code, behind which references run free.</summary>
public static class Guard
{
    /// <summary>Requires a length.</summary>
    /// <exception cref="ArgumentException">It is another.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Length(int actual, long expected, string name)
    {
        if (actual != expected) ThrowLength(actual, expected, name);
    }

    /// <summary>The number of samples in so many values.</summary>
    /// <exception cref="ArgumentException">They are not whole samples.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Batch(int length, int sampleSize, string name)
    {
        (int batch, int rest) = Math.DivRem(length, sampleSize);
        if (rest != 0) ThrowBatch(length, sampleSize, name);
        return batch;
    }

    /// <summary>The number of samples in so many values, of which there must be one at least.</summary>
    /// <exception cref="ArgumentException">They are not whole samples, or there are none.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NonEmptyBatch(int length, int sampleSize, string name)
    {
        int batch = Batch(length, sampleSize, name);
        if (batch == 0) ThrowEmpty(name);
        return batch;
    }

    /// <summary>Requires a target of a length and of values that the loss takes.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Target<TLoss>(ReadOnlySpan<float> target, int outputSize, string name)
        where TLoss : struct, ILoss
    {
        TargetSize<TLoss>(target.Length, outputSize, name);
        TLoss.CheckTarget(target, outputSize);
    }

    /// <summary>The size of one target of a batch, of a length that the loss takes, as it takes the values of each.</summary>
    /// <exception cref="ArgumentException">The targets do not divide into the samples, or the loss does not take them.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Targets<TLoss>(ReadOnlySpan<float> targets, int batch, int outputSize, string name)
        where TLoss : struct, ILoss
    {
        (int size, int rest) = Math.DivRem(targets.Length, batch);
        if (rest != 0) ThrowTargets(targets.Length, batch, outputSize, name);
        TargetSize<TLoss>(size, outputSize, name);
        for (int i = 0; i < targets.Length; i += size) TLoss.CheckTarget(targets.Slice(i, size), outputSize);
        return size;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TargetSize<TLoss>(int length, int outputSize, string name)
        where TLoss : struct, ILoss
    {
        if (!TLoss.AcceptsTargetSize(outputSize, length)) ThrowTarget(typeof(TLoss), length, outputSize, name);
    }

    /// <summary>Requires that what is written lies apart from what is read.</summary>
    /// <exception cref="ArgumentException">The spans overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NoOverlap(ReadOnlySpan<float> read, Span<float> written, string name)
    {
        if (read.Overlaps(written)) ThrowOverlap(name, "the inputs");
    }

    /// <summary>Requires that the spans that backward writes lie apart from each other and from what it reads.</summary>
    /// <exception cref="ArgumentException">The spans overlap.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void NoOverlap(Span<float> gradients, ref float parameters, ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> inputGradient)
    {
        ReadOnlySpan<float> p = MemoryMarshal.CreateReadOnlySpan(ref parameters, gradients.Length);
        if (gradients.Overlaps(p)) ThrowOverlap(nameof(gradients), "the parameters");
        if (gradients.Overlaps(input)) ThrowOverlap(nameof(gradients), "the input");
        if (gradients.Overlaps(target)) ThrowOverlap(nameof(gradients), "the target");
        if (inputGradient.IsEmpty) return;
        if (inputGradient.Overlaps(gradients)) ThrowOverlap(nameof(inputGradient), "the gradients");
        if (inputGradient.Overlaps(p)) ThrowOverlap(nameof(inputGradient), "the parameters");
        if (inputGradient.Overlaps(input)) ThrowOverlap(nameof(inputGradient), "the input");
        if (inputGradient.Overlaps(target)) ThrowOverlap(nameof(inputGradient), "the target");
    }

    [DoesNotReturn]
    private static void ThrowLength(int actual, long expected, string name) =>
        throw new ArgumentException($"Expected {expected} values, got {actual}.", name);

    [DoesNotReturn]
    private static void ThrowBatch(int length, int sampleSize, string name) =>
        throw new ArgumentException($"Expected a multiple of {sampleSize} values, the size of one sample, got {length}.", name);

    [DoesNotReturn]
    private static void ThrowEmpty(string name) => throw new ArgumentException("Expected at least one sample, got none.", name);

    [DoesNotReturn]
    private static void ThrowTarget(Type loss, int length, int outputSize, string name) =>
        throw new ArgumentException($"{loss.Name} does not take targets of {length} values for outputs of {outputSize}.", name);

    [DoesNotReturn]
    private static void ThrowTargets(int length, int batch, int outputSize, string name) =>
        throw new ArgumentException($"Expected {(long)batch * outputSize} values for {batch} samples, or as many for each as the loss takes; got {length}.", name);

    [DoesNotReturn]
    private static void ThrowOverlap(string name, string other) =>
        throw new ArgumentException($"The memory of {name} overlaps that of {other}.", name);
}
