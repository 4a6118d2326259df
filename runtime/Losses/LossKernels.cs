using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>The loops of the losses. They stay inside their spans; rows are walked as in <see cref="VectorMath"/>, the tail stored last.</summary>
internal static class LossKernels
{
    /// <summary>Below it, the losses of probabilities continue the logarithm by its tangent: <see cref="BoundedLog"/>.</summary>
    public const float LeastProbability = 1e-7f;

    /// <summary>L = 1/n Σ ℓ(yⱼ, tⱼ) of n outputs, with its gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Mean<TTerm, TReader>(
        TTerm term, TReader reader, ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
        where TTerm : struct, ILossTerm
        where TReader : struct, ITargetReader =>
        Sum(1f / output.Length, term, reader, output, target, outputGradient);

    /// <summary>The same for targets of −1 and 1, or the index of a class, which stands for 1 at that class and −1 at the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float MeanOfMargins<TTerm>(TTerm term, ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
        where TTerm : struct, ILossTerm =>
        TargetCheck.IsClassIndex(output.Length, target.Length)
            ? Mean(term, new ClassIndex(target[0], others: -1f), output, target, outputGradient)
            : Mean(term, default(ValuePerOutput), output, target, outputGradient);

    /// <summary>L = scale·Σ ℓ(yⱼ, tⱼ), with its gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum<TTerm, TReader>(
        float scale, TTerm term, TReader reader, ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
        where TTerm : struct, ILossTerm
        where TReader : struct, ITargetReader
    {
        int length = output.Length, tailStart = VectorMath.TailStart(length);
        RequireLengths(length, typeof(TReader) == typeof(ClassIndex) ? 1 : length, target.Length, outputGradient.Length);
        ref float y = ref MemoryMarshal.GetReference(output);
        ref float t = ref MemoryMarshal.GetReference(target);
        ref float g = ref MemoryMarshal.GetReference(outputGradient);

        Vector<float> sum = term.Evaluate(VectorMath.LoadTail(ref y, length, 0f), reader.LoadTail(ref t, length), out Vector<float> tail);
        sum &= VectorMath.TailMask(length);
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
        {
            sum += term.Evaluate(Vector.LoadUnsafe(ref y, (nuint)i), reader.Load(ref t, i), out Vector<float> derivative);
            (Vector.Create(scale) * derivative).StoreUnsafe(ref g, (nuint)i);
        }

        VectorMath.StoreTail(ref g, length, Vector.Create(scale) * tail);
        return scale * VectorMath.SumLanes(sum);
    }

    /// <summary>L = −Σ tⱼ·ln softmax(z)ⱼ with its gradient softmax(z)·Σt − t, for a distribution t or the index of a class.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SoftmaxCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient)
    {
        int length = logits.Length;
        RequireLengths(length, TargetCheck.IsClassIndex(length, target.Length) ? 1 : length, target.Length, logitGradient.Length);
        ref float z = ref MemoryMarshal.GetReference(logits), t = ref MemoryMarshal.GetReference(target), g = ref MemoryMarshal.GetReference(logitGradient);
        return Processor.HasVectorsOf512Bits
            ? VectorMath512.CrossEntropyTight(ref z, length, ref t, target.Length, ref g)
            : VectorMath.CrossEntropyTight(ref z, length, ref t, target.Length, ref g);
    }

    /// <summary>ln y for y ≥ <see cref="LeastProbability"/>, the tangent of ln at that point below it: its derivative is 1 / max(y, LeastProbability).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> BoundedLog(Vector<float> y, out Vector<float> derivative)
    {
        Vector<float> bounded = Vector.MaxNative(Vector.Create(LeastProbability), y);
        derivative = Vector<float>.One / bounded;
        return Vector.MultiplyAddEstimate(y - bounded, derivative, VectorMath.Log(bounded));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireLengths(int length, int expectedTargetLength, int targetLength, int gradientLength)
    {
        if (length == 0) ThrowEmpty();
        RequireLength(expectedTargetLength, targetLength, "target");
        RequireLength(length, gradientLength, "outputGradient");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RequireLength(int expected, int actual, string name)
    {
        if (actual != expected) ThrowLength(expected, actual, name);
    }

    [DoesNotReturn]
    private static void ThrowEmpty() => throw new ArgumentException("The span must have at least one value, but is empty.", "output");

    [DoesNotReturn]
    private static void ThrowLength(int expected, int actual, string name) =>
        throw new ArgumentException($"The span must have {expected} values, but has {actual}.", name);
}
