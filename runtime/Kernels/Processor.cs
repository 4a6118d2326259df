using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Kernels;

/// <summary>What generated code asks of the processor. The compiler treats the answer as a constant and drops the branch that is not taken.</summary>
public static class Processor
{
    /// <summary>Whether vectors of 512 bits, 16 floats, are supported and worth using (AVX-512).</summary>
    public static bool HasVectorsOf512Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated || Vector<float>.Count == 16;
    }
}
