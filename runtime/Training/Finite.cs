using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>The search for NaN and infinity.</summary>
internal static class Finite
{
    /// <summary>The index of the first value that is NaN or infinite, −1 if there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfNonFinite(ReadOnlySpan<float> values)
    {
        ref float first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            // x − x is 0 for every finite x, NaN for the others.
            var x = Vector.LoadUnsafe(ref first, (nuint)i);
            if (!Vector.EqualsAll(x - x, Vector<float>.Zero)) break;
        }

        for (; i < values.Length; i++)
            if (!float.IsFinite(values[i])) return i;
        return -1;
    }
}
