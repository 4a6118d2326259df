using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

// Between the four blocks of 128 bits of a vector.
public static partial class VectorMath512
{
    /// <summary>Four floats, in every block of 128 bits.</summary>
    /// <param name="values">The first of them.</param>
    /// <param name="offset">Where they start, in floats after it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> RepeatFour(ref readonly float values, nuint offset = 0)
    {
        Vector128<float> four = Vector128.LoadUnsafe(in values, offset);
        if (!Avx512F.IsSupported) return Vector512.Create(four);
        Vector512<float> lowest = four.ToVector256Unsafe().ToVector512Unsafe();
        return Avx512F.Shuffle4x128(lowest, lowest, 0);
    }

    /// <summary>The sums of the lanes of sixteen vectors. Each step adds the halves of two vectors and leaves one: 15 additions for 16 sums.</summary>
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

    /// <summary>Stores four rows of four floats.</summary>
    /// <param name="values">The floats, row after row.</param>
    /// <param name="destination">Where the first row goes.</param>
    /// <param name="stride">The floats from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFours(Vector512<float> values, ref float destination, nuint stride)
    {
        values.GetLower().GetLower().StoreUnsafe(ref destination);
        values.GetLower().GetUpper().StoreUnsafe(ref destination, stride);
        values.GetUpper().GetLower().StoreUnsafe(ref destination, 2 * stride);
        values.GetUpper().GetUpper().StoreUnsafe(ref destination, 3 * stride);
    }

    /// <summary>Stores eight rows of two floats.</summary>
    /// <param name="values">The floats, row after row.</param>
    /// <param name="destination">Where the first row goes.</param>
    /// <param name="stride">The floats from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StorePairs(Vector512<float> values, ref float destination, nuint stride)
    {
        StorePairs(values.GetLower().GetLower(), ref destination, stride);
        StorePairs(values.GetLower().GetUpper(), ref Unsafe.Add(ref destination, 2 * stride), stride);
        StorePairs(values.GetUpper().GetLower(), ref Unsafe.Add(ref destination, 4 * stride), stride);
        StorePairs(values.GetUpper().GetUpper(), ref Unsafe.Add(ref destination, 6 * stride), stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePairs(Vector128<float> values, ref float destination, nuint stride)
    {
        values.GetLower().StoreUnsafe(ref destination);
        values.GetUpper().StoreUnsafe(ref destination, stride);
    }

    /// <summary>The blocks a0+a2, a1+a3, b0+b2, b1+b3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> FoldPairs(Vector512<float> a, Vector512<float> b) =>
        Avx512F.Shuffle4x128(a, b, 0b_01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b_11_10_11_10);
}
