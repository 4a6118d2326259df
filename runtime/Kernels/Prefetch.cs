using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

/// <summary>Memory read ahead of its use.</summary>
internal static class Prefetch
{
    private const int FloatsInLine = 16;

    /// <summary>
    /// Has the processor bring values into its first cache while it does other work. It foresees by itself which line follows in a row of memory, but not
    /// which row is wanted next. Does nothing where .NET has no such instruction.
    /// </summary>
    /// <param name="values">The values; they are neither changed nor waited for.</param>
    public static unsafe void Read(ReadOnlySpan<float> values)
    {
        if (!Sse.IsSupported) return;
        ref float first = ref MemoryMarshal.GetReference(values);
        for (int i = 0; i < values.Length; i += FloatsInLine) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref first, i)));
    }
}
