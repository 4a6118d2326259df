using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>An update rule over flat spans of any length and alignment, which <see cref="ElementwiseUpdate"/> has checked: an unrolled loop, and a tail.</summary>
internal static partial class VectorUpdate
{
    /// <summary>Applies the rule to every parameter. The state is all of the first ones, then all of the second ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(in TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state)
        where TRule : struct, IRule
    {
        ref float p = ref MemoryMarshal.GetReference(parameters);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        ref float first = ref MemoryMarshal.GetReference(state);
        nint n = parameters.Length;
        ref float second = ref TRule.StatesPerParameter > 1 ? ref Unsafe.Add(ref first, n) : ref first;

        nint done = ApplyVectors(rule, ref p, ref g, ref first, ref second, n);
        if (done < n) ApplyTail(rule, parameters[(int)done..], gradients[(int)done..], state, (int)n, (int)done);
    }

    /// <summary>
    /// Rounds a state that decays to multiples of 2⁻¹²⁴, so that it comes to rest at zero or a normal number. Where gradients stay zero, as behind a ReLU
    /// that has died, β·m would otherwise end among the subnormal numbers, for which many processors take a hundred times as long.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> WithoutSubnormals(Vector<float> decaying)
    {
        const float Shift = 7.888609e-31f; // 2⁻¹⁰⁰
        return decaying + Vector.Create(Shift) - Vector.Create(Shift);
    }

    /// <summary>
    /// The whole vectors, and how many parameters that were. A method without calls, in which the constants of the rule stay in registers.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint ApplyVectors<TRule>(TRule rule, ref float p, ref float g, ref float first, ref float second, nint n)
        where TRule : struct, IRule
    {
        nint lanes = Vector<float>.Count;
        nint i = 0;
        for (; i <= n - 4 * lanes; i += 4 * lanes)
        {
            Apply(rule, ref p, ref g, ref first, ref second, i);
            Apply(rule, ref p, ref g, ref first, ref second, i + lanes);
            Apply(rule, ref p, ref g, ref first, ref second, i + 2 * lanes);
            Apply(rule, ref p, ref g, ref first, ref second, i + 3 * lanes);
        }

        for (; i <= n - lanes; i += lanes) Apply(rule, ref p, ref g, ref first, ref second, i);
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Apply<TRule>(in TRule rule, ref float p, ref float g, ref float first, ref float second, nint i)
        where TRule : struct, IRule
    {
        Vector<float> a = TRule.StatesPerParameter > 0 ? Vector.LoadUnsafe(ref first, (nuint)i) : default;
        Vector<float> b = TRule.StatesPerParameter > 1 ? Vector.LoadUnsafe(ref second, (nuint)i) : default;
        Vector<float> updated = rule.Apply(Vector.LoadUnsafe(ref p, (nuint)i), Vector.LoadUnsafe(ref g, (nuint)i), ref a, ref b);
        updated.StoreUnsafe(ref p, (nuint)i);
        if (TRule.StatesPerParameter > 0) a.StoreUnsafe(ref first, (nuint)i);
        if (TRule.StatesPerParameter > 1) b.StoreUnsafe(ref second, (nuint)i);
    }

    /// <summary>
    /// The parameters from <paramref name="i"/> on, fewer than a vector has lanes: by way of a vector of each on the stack, filled up with zeros.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyTail<TRule>(TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, int n, int i)
        where TRule : struct, IRule
    {
        int lanes = Vector<float>.Count;
        Span<float> vectors = stackalloc float[4 * lanes];
        vectors.Clear();
        Span<float> p = vectors[..lanes], g = vectors.Slice(lanes, lanes), first = vectors.Slice(2 * lanes, lanes), second = vectors[(3 * lanes)..];
        parameters.CopyTo(p);
        gradients.CopyTo(g);
        if (TRule.StatesPerParameter > 0) state[i..n].CopyTo(first);
        if (TRule.StatesPerParameter > 1) state[(n + i)..].CopyTo(second);

        Apply(rule, ref p[0], ref g[0], ref first[0], ref second[0], 0);
        p[..(n - i)].CopyTo(parameters);
        if (TRule.StatesPerParameter > 0) first[..(n - i)].CopyTo(state[i..n]);
        if (TRule.StatesPerParameter > 1) second[..(n - i)].CopyTo(state[(n + i)..]);
    }
}
