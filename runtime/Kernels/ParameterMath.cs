using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Kernels;

/// <summary>Loops over the floats of tensors as they lie in the parameter buffer: padded with zeros to a multiple of 16, which stay zeros.</summary>
internal static class ParameterMath
{
    // So many floats are summed as floats before they are summed in double.
    private const int SumBlock = 4096;

    /// <summary>g ← g + λ₁·sign(w) + λ₂·w; returns λ₁·Σ|w| + ½·λ₂·Σw².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double AddPenalty(ReadOnlySpan<float> weights, Span<float> gradients, float l1, float l2)
    {
        ref float w = ref MemoryMarshal.GetReference(weights), g = ref MemoryMarshal.GetReference(gradients);
        Vector<float> lambda1 = Vector.Create(l1), lambda2 = Vector.Create(l2);
        double penalty = 0;
        for (int start = 0; start < weights.Length; start += SumBlock)
        {
            Vector<float> magnitudes = Vector<float>.Zero, squares = Vector<float>.Zero;
            nuint end = (nuint)Math.Min(start + SumBlock, weights.Length);
            for (nuint i = (nuint)start; i < end; i += (nuint)Vector<float>.Count)
            {
                Vector<float> wi = Vector.LoadUnsafe(ref w, i);
                Vector<float> sign = Vector.AndNot(lambda1 | (wi & Vector.Create(-0f)), Vector.Equals<float>(wi, Vector<float>.Zero));
                Vector.MultiplyAddEstimate(lambda2, wi, Vector.LoadUnsafe(ref g, i) + sign).StoreUnsafe(ref g, i);
                magnitudes += Vector.Abs(wi);
                squares = Vector.MultiplyAddEstimate(wi, wi, squares);
            }

            penalty += (double)l1 * VectorMath.SumLanes(magnitudes) + 0.5 * l2 * VectorMath.SumLanes(squares);
        }

        return penalty;
    }

    /// <summary>v ← v + factor·a ⊙ b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProducts(Span<float> values, float factor, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        ref float v = ref MemoryMarshal.GetReference(values), a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second);
        Vector<float> scale = Vector.Create(factor);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector<float>.Count)
        {
            Vector<float> product = scale * Vector.LoadUnsafe(ref a, i) * Vector.LoadUnsafe(ref b, i);
            (Vector.LoadUnsafe(ref v, i) + product).StoreUnsafe(ref v, i);
        }
    }

    /// <summary>Σv².</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SumOfSquares(ReadOnlySpan<float> values)
    {
        ref float v = ref MemoryMarshal.GetReference(values);
        double sum = 0;
        for (int start = 0; start < values.Length; start += SumBlock)
        {
            Vector<float> squares = Vector<float>.Zero;
            nuint end = (nuint)Math.Min(start + SumBlock, values.Length);
            for (nuint i = (nuint)start; i < end; i += (nuint)Vector<float>.Count)
            {
                Vector<float> vi = Vector.LoadUnsafe(ref v, i);
                squares = Vector.MultiplyAddEstimate(vi, vi, squares);
            }

            sum += VectorMath.SumLanes(squares);
        }

        return sum;
    }

    /// <summary>v ← f·v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(Span<float> values, float factor)
    {
        ref float v = ref MemoryMarshal.GetReference(values);
        Vector<float> f = Vector.Create(factor);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector<float>.Count) (f * Vector.LoadUnsafe(ref v, i)).StoreUnsafe(ref v, i);
    }

    /// <summary>v ← min(max, max(−max, v)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Clamp(Span<float> values, float max)
    {
        ref float v = ref MemoryMarshal.GetReference(values);
        Vector<float> upper = Vector.Create(max), lower = Vector.Create(-max);
        for (nuint i = 0; i < (nuint)values.Length; i += (nuint)Vector<float>.Count)
            Vector.MinNative(upper, Vector.MaxNative(lower, Vector.LoadUnsafe(ref v, i))).StoreUnsafe(ref v, i);
    }

    /// <summary>a ← d·a + (1 − d)·v, as a + (1 − d)·(v − a), which leaves a as it is where v is the same.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Average(Span<float> averages, ReadOnlySpan<float> values, float decay)
    {
        ref float a = ref MemoryMarshal.GetReference(averages), v = ref MemoryMarshal.GetReference(values);
        Vector<float> share = Vector.Create(1f - decay);
        for (nuint i = 0; i < (nuint)averages.Length; i += (nuint)Vector<float>.Count)
        {
            Vector<float> ai = Vector.LoadUnsafe(ref a, i);
            Vector.MultiplyAddEstimate(share, Vector.LoadUnsafe(ref v, i) - ai, ai).StoreUnsafe(ref a, i);
        }
    }

    /// <summary>
    /// Scales the weights into each unit of a panel back to a norm, where theirs is larger. A panel has the weights of so many neighbouring units for one input
    /// after another.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void BoundColumns(Span<float> panel, int width, float maxNorm)
    {
        ref float w = ref MemoryMarshal.GetReference(panel);
        for (nuint j = 0; j < (nuint)width; j += (nuint)Vector<float>.Count)
        {
            Vector<float> squares = Vector<float>.Zero;
            for (nuint i = j; i < (nuint)panel.Length; i += (nuint)width)
            {
                Vector<float> wi = Vector.LoadUnsafe(ref w, i);
                squares = Vector.MultiplyAddEstimate(wi, wi, squares);
            }

            // Of a unit without weights 0 / 0, which is not the larger; and one whose squares overflow becomes zeros.
            Vector<float> norms = VectorMath.SquareRoot(squares), max = Vector.Create(maxNorm);
            Vector<float> isLonger = Vector.GreaterThan<float>(norms, max);
            if (Vector.EqualsAll(isLonger, Vector<float>.Zero)) continue;
            Vector<float> factors = Vector.ConditionalSelect(isLonger, max / norms, Vector<float>.One);
            for (nuint i = j; i < (nuint)panel.Length; i += (nuint)width) (factors * Vector.LoadUnsafe(ref w, i)).StoreUnsafe(ref w, i);
        }
    }
}
