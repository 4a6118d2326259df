using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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
        RequireLengths<TReader>(length, target.Length, outputGradient.Length);
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
        return scale * Vector.Sum(sum);
    }

    /// <summary>
    /// L = −Σ tⱼ·ln softmax(z)ⱼ = Σt·ln Σ e^sⱼ − Σ tⱼsⱼ with s = z − max z, and dL/dz = softmax(z)·Σt − t.
    /// A logit of −∞ is a class of probability 0.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SoftmaxCrossEntropy<TReader>(TReader reader, ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient)
        where TReader : struct, ITargetReader
    {
        int length = logits.Length, tailStart = VectorMath.TailStart(length);
        RequireLengths<TReader>(length, target.Length, logitGradient.Length);
        ref float z = ref MemoryMarshal.GetReference(logits);
        ref float t = ref MemoryMarshal.GetReference(target);
        ref float g = ref MemoryMarshal.GetReference(logitGradient);

        // One pass for the exponentials, which wait in the gradient, and for the sums.
        Vector<float> tail = VectorMath.LoadTail(ref z, length, float.NegativeInfinity), tailTarget = reader.LoadTail(ref t, length);
        Vector<float> mask = VectorMath.TailMask(length), max = Vector.Create(VectorMath.MaxOf(ref z, tailStart, tail));
        tail -= max;
        Vector<float> targetSum = tailTarget & mask, weighted = WeightedBy(tailTarget, tail) & mask;
        tail = VectorMath.Exp(tail);
        Vector<float> expSum = tail & mask;
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
        {
            Vector<float> s = Vector.LoadUnsafe(ref z, (nuint)i) - max, values = reader.Load(ref t, i), e = VectorMath.Exp(s);
            e.StoreUnsafe(ref g, (nuint)i);
            expSum += e;
            targetSum += values;
            weighted += WeightedBy(values, s);
        }

        Vector128<float> sums = VectorMath.SumLanes(expSum, targetSum, weighted, Vector<float>.Zero);
        Vector<float> scale = Vector.Create(sums[1] / sums[0]);
        for (int i = 0; i < tailStart; i += Vector<float>.Count)
            Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref g, (nuint)i), scale, -reader.Load(ref t, i)).StoreUnsafe(ref g, (nuint)i);
        VectorMath.StoreTail(ref g, length, Vector.MultiplyAddEstimate(tail, scale, -tailTarget));
        return sums[1] * VectorMath.Log(Vector.Create(sums[0])).ToScalar() - sums[2];
    }

    /// <summary>ln y for y ≥ <see cref="LeastProbability"/>, the tangent of ln at that point below it: its derivative is 1 / max(y, LeastProbability).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> BoundedLog(Vector<float> y, out Vector<float> derivative)
    {
        Vector<float> bounded = Vector.MaxNative(Vector.Create(LeastProbability), y);
        derivative = Vector<float>.One / bounded;
        return Vector.MultiplyAddEstimate(y - bounded, derivative, VectorMath.Log(bounded));
    }

    /// <summary>t·s, 0 where t is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> WeightedBy(Vector<float> t, Vector<float> s) =>
        Vector.AndNot(t * s, Vector.AsVectorSingle(Vector.Equals(t, Vector<float>.Zero)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RequireLengths<TReader>(int length, int targetLength, int gradientLength)
        where TReader : struct, ITargetReader
    {
        VectorMath.RequireValues(length, "output");
        VectorMath.RequireLength(typeof(TReader) == typeof(ClassIndex) ? 1 : length, targetLength, "target");
        VectorMath.RequireLength(length, gradientLength, "outputGradient");
    }
}
