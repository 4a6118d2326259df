using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

/// <summary>What generated code and the runtime ask of the processor. The compiler treats the answer as a constant and drops the branch that is not taken.</summary>
public static class Processor
{
    /// <summary>Whether vectors of 512 bits, 16 floats, are supported and worth using (AVX-512).</summary>
    public static bool HasVectorsOf512Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported && (Vector512.IsHardwareAccelerated || Vector<float>.Count == 16);
    }
}
