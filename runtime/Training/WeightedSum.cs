using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>The sum of gradients, each with a weight.</summary>
internal static class WeightedSum
{
    /// <summary>a ← α·a + β·b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<float> a, float alpha, ReadOnlySpan<float> b, float beta)
    {
        ref float to = ref MemoryMarshal.GetReference(a), from = ref MemoryMarshal.GetReference(b[..a.Length]);
        Vector<float> alphas = new(alpha), betas = new(beta);
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.MultiplyAddEstimate(betas, Vector.LoadUnsafe(ref from, (nuint)i), alphas * Vector.LoadUnsafe(ref to, (nuint)i)).StoreUnsafe(ref to, (nuint)i);
        for (; i < a.Length; i++) a[i] = alpha * a[i] + beta * b[i];
    }
}
