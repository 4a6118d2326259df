using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Kernels;

// Functions of a whole row: softmax and its kin. They never read or write outside the row.
public static partial class VectorMath
{
    /// <summary>yₖ = e^zₖ / Σ e^zⱼ, in place; the largest z is subtracted first, so that no exponential overflows.</summary>
    /// <param name="row">The logits z; receives y. At least one.</param>
    /// <exception cref="ArgumentException">The row is empty.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(Span<float> row)
    {
        RequireValues(row.Length, nameof(row));
        ref float z = ref MemoryMarshal.GetReference(row);
        int tailStart = TailStart(row.Length);
        Vector<float> tail = LoadTail(ref z, row.Length, float.NegativeInfinity);
        Vector<float> max = Vector.Create(MaxOf(ref z, tailStart, tail));

        tail = ExpWithoutOverflow(tail - max);
        Vector<float> sum = tail & TailMask(row.Length);
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
        {
            Vector<float> e = ExpWithoutOverflow(Vector.LoadUnsafe(ref z, (nuint)i) - max);
            e.StoreUnsafe(ref z, (nuint)i);
            sum += e;
        }

        Vector<float> scale = Vector.Create(1f / Vector.Sum(sum));
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref z, (nuint)i) * scale).StoreUnsafe(ref z, (nuint)i);
        StoreTail(ref z, row.Length, tail * scale);
    }

    /// <summary>yₖ = zₖ − ln Σ e^zⱼ, in place.</summary>
    /// <param name="row">The logits z; receives y. At least one.</param>
    /// <exception cref="ArgumentException">The row is empty.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmax(Span<float> row)
    {
        RequireValues(row.Length, nameof(row));
        ref float z = ref MemoryMarshal.GetReference(row);
        int tailStart = TailStart(row.Length);
        Vector<float> tail = LoadTail(ref z, row.Length, float.NegativeInfinity);
        Vector<float> max = Vector.Create(MaxOf(ref z, tailStart, tail));
        Vector<float> logarithm = LogSumExpBelow(ref z, row.Length, tail, max);

        tail = tail - max - logarithm;
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref z, (nuint)i) - max - logarithm).StoreUnsafe(ref z, (nuint)i);
        StoreTail(ref z, row.Length, tail);
    }

    /// <summary>ln Σ e^zⱼ, without overflow.</summary>
    /// <param name="row">The logits z, at least one.</param>
    /// <exception cref="ArgumentException">The row is empty.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float LogSumExp(ReadOnlySpan<float> row)
    {
        RequireValues(row.Length, nameof(row));
        ref float z = ref MemoryMarshal.GetReference(row);
        Vector<float> tail = LoadTail(ref z, row.Length, float.NegativeInfinity);
        float max = MaxOf(ref z, TailStart(row.Length), tail);
        return max + LogSumExpBelow(ref z, row.Length, tail, Vector.Create(max)).ToScalar();
    }

    /// <summary>The backward pass of <see cref="Softmax"/>, in place: dz = y ⊙ (dy − Σ y·dy).</summary>
    /// <param name="y">The output of the softmax, at least one value.</param>
    /// <param name="gradient">dL/dy, of the same length; receives dL/dz.</param>
    /// <exception cref="ArgumentException">A row is empty, or the lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxBackward(ReadOnlySpan<float> y, Span<float> gradient)
    {
        RequireValues(y.Length, nameof(y));
        RequireLength(y.Length, gradient.Length, nameof(gradient));
        ref float output = ref MemoryMarshal.GetReference(y), g = ref MemoryMarshal.GetReference(gradient);
        int tailStart = TailStart(y.Length);
        Vector<float> outputTail = LoadTail(ref output, y.Length, 0f), tail = LoadTail(ref g, y.Length, 0f);

        Vector<float> sum = (outputTail * tail) & TailMask(y.Length);
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
            sum = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref output, (nuint)i), Vector.LoadUnsafe(ref g, (nuint)i), sum);

        Vector<float> mean = Vector.Create(Vector.Sum(sum));
        tail = outputTail * (tail - mean);
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
            (Vector.LoadUnsafe(ref output, (nuint)i) * (Vector.LoadUnsafe(ref g, (nuint)i) - mean)).StoreUnsafe(ref g, (nuint)i);
        StoreTail(ref g, y.Length, tail);
    }

    /// <summary>The backward pass of <see cref="LogSoftmax"/>, in place: dz = dy − e^y · Σ dy.</summary>
    /// <param name="y">The output of the log-softmax, at least one value.</param>
    /// <param name="gradient">dL/dy, of the same length; receives dL/dz.</param>
    /// <exception cref="ArgumentException">A row is empty, or the lengths differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmaxBackward(ReadOnlySpan<float> y, Span<float> gradient)
    {
        RequireValues(y.Length, nameof(y));
        RequireLength(y.Length, gradient.Length, nameof(gradient));
        ref float output = ref MemoryMarshal.GetReference(y), g = ref MemoryMarshal.GetReference(gradient);
        int tailStart = TailStart(y.Length);
        Vector<float> tail = LoadTail(ref g, y.Length, 0f);

        Vector<float> lanes = tail & TailMask(y.Length);
        for (int i = 0; i < tailStart; i += Vector<float>.Count) lanes += Vector.LoadUnsafe(ref g, (nuint)i);

        Vector<float> sum = Vector.Create(-Vector.Sum(lanes));
        tail = Vector.MultiplyAddEstimate(ExpWithoutOverflow(LoadTail(ref output, y.Length, 0f)), sum, tail);
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
        {
            Vector<float> e = ExpWithoutOverflow(Vector.LoadUnsafe(ref output, (nuint)i));
            Vector.MultiplyAddEstimate(e, sum, Vector.LoadUnsafe(ref g, (nuint)i)).StoreUnsafe(ref g, (nuint)i);
        }

        StoreTail(ref g, y.Length, tail);
    }

    /// <summary>The largest value of a row, given its tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float MaxOf(ref float row, int tailStart, Vector<float> tail)
    {
        for (int i = 0; i < tailStart; i += Vector<float>.Count) tail = Vector.MaxNative(tail, Vector.LoadUnsafe(ref row, (nuint)i));
        return MaxLane(tail);
    }

    /// <summary>ln Σ e^(zⱼ − max) in every lane, given the row's tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> LogSumExpBelow(ref float row, int length, Vector<float> tail, Vector<float> max)
    {
        Vector<float> sum = ExpWithoutOverflow(tail - max) & TailMask(length);
        for (int i = 0; i < TailStart(length); i += Vector<float>.Count)
            sum += ExpWithoutOverflow(Vector.LoadUnsafe(ref row, (nuint)i) - max);
        return Log(Vector.Create(Vector.Sum(sum)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void RequireValues(int length, string name)
    {
        if (length == 0) ThrowEmpty(name);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void RequireLength(int expected, int actual, string name)
    {
        if (actual != expected) ThrowLength(expected, actual, name);
    }

    [DoesNotReturn]
    private static void ThrowEmpty(string name) => throw new ArgumentException("The span must have at least one value, but is empty.", name);

    [DoesNotReturn]
    private static void ThrowLength(int expected, int actual, string name) =>
        throw new ArgumentException($"The span must have {expected} values, but has {actual}.", name);
}
