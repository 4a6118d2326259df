using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

// Sums over the lanes of many vectors at once. Each step adds the halves of two vectors and leaves one: 15 additions for 16 sums.
public static partial class VectorMath512
{
    /// <summary>The sums of the lanes of sixteen vectors.</summary>
    /// <returns>(Σs0, Σs1, …, Σs15).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> SumLanes(
        Vector512<float> s0, Vector512<float> s1, Vector512<float> s2, Vector512<float> s3,
        Vector512<float> s4, Vector512<float> s5, Vector512<float> s6, Vector512<float> s7,
        Vector512<float> s8, Vector512<float> s9, Vector512<float> s10, Vector512<float> s11,
        Vector512<float> s12, Vector512<float> s13, Vector512<float> s14, Vector512<float> s15)
    {
        if (!Avx512F.IsSupported)
        {
            return Vector512.Create(
                Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3), Vector512.Sum(s4), Vector512.Sum(s5), Vector512.Sum(s6), Vector512.Sum(s7),
                Vector512.Sum(s8), Vector512.Sum(s9), Vector512.Sum(s10), Vector512.Sum(s11), Vector512.Sum(s12), Vector512.Sum(s13), Vector512.Sum(s14), Vector512.Sum(s15));
        }

        Vector512<float> first = FoldPairs(Lanes.SumQuarters(s0, s1, s2, s3), Lanes.SumQuarters(s4, s5, s6, s7));
        Vector512<float> second = FoldPairs(Lanes.SumQuarters(s8, s9, s10, s11), Lanes.SumQuarters(s12, s13, s14, s15));
        return Avx512F.Shuffle4x128(first, second, 0b_10_00_10_00) + Avx512F.Shuffle4x128(first, second, 0b_11_01_11_01);
    }

    /// <summary>The blocks a0+a2, a1+a3, b0+b2, b1+b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FoldPairs(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b_01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b_11_10_11_10);
}
