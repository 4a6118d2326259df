using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

// Across lanes: sums, maxima, and the tail of a row whose length is not a multiple of the vector's.
//
// A row of n floats is walked in vectors from 0, as long as they start before n − Count; what is left is its tail: the last Count floats, which may
// overlap the vector before it, or the whole row if that is shorter. Methods that work in place load the tail first and store it last.
public static partial class VectorMath
{
    /// <summary>The sums of the lanes of four vectors.</summary>
    /// <returns>(Σa, Σb, Σc, Σd).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumLanes(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d)
    {
        if (Vector<float>.Count == 16 && Avx.IsSupported)
            return SumLanes(FoldHalves(a), FoldHalves(b), FoldHalves(c), FoldHalves(d));
        if (Vector<float>.Count == 8 && Avx.IsSupported)
            return SumLanes(a.AsVector256(), b.AsVector256(), c.AsVector256(), d.AsVector256());
        if (Vector<float>.Count == 4 && Sse.IsSupported)
        {
            Vector128<float> a4 = a.AsVector128(), b4 = b.AsVector128(), c4 = c.AsVector128(), d4 = d.AsVector128();
            Vector128<float> ab = Sse.UnpackLow(a4, b4) + Sse.UnpackHigh(a4, b4); // a0+a2, b0+b2, a1+a3, b1+b3
            Vector128<float> cd = Sse.UnpackLow(c4, d4) + Sse.UnpackHigh(c4, d4);
            return Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab);
        }

        return Vector128.Create(Vector.Sum(a), Vector.Sum(b), Vector.Sum(c), Vector.Sum(d));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> SumLanes(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<float> sums = Avx.HorizontalAdd(Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d));
        return sums.GetLower() + sums.GetUpper();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FoldHalves(Vector<float> v) => v.AsVector512().GetLower() + v.AsVector512().GetUpper();

    /// <summary>The largest lane; NaN is not propagated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float MaxLane(Vector<float> v)
    {
        Vector128<float> m;
        if (Vector<float>.Count == 16)
        {
            Vector256<float> half = Vector256.MaxNative(v.AsVector512().GetLower(), v.AsVector512().GetUpper());
            m = Vector128.MaxNative(half.GetLower(), half.GetUpper());
        }
        else if (Vector<float>.Count == 8)
        {
            m = Vector128.MaxNative(v.AsVector256().GetLower(), v.AsVector256().GetUpper());
        }
        else
        {
            m = v.AsVector128();
        }

        m = Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(m, Vector128.Shuffle(m, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>Where the tail of a row starts; negative where the row is shorter than a vector, and all of it is tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int TailStart(int length) => length - Vector<float>.Count;

    /// <summary>The lanes of the tail that no vector before it covers, as a mask of all bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> TailMask(int length)
    {
        Vector<int> lanes = length < Vector<float>.Count
            ? Vector.LessThan(Vector<int>.Indices, Vector.Create(length))
            : Vector.GreaterThanOrEqual(Vector<int>.Indices, Vector.Create(-length & (Vector<float>.Count - 1)));
        return Vector.AsVectorSingle(lanes);
    }

    /// <summary>Loads the tail of a row; a row shorter than a vector leaves the last lanes at <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> LoadTail(ref readonly float row, int length, float fill) => length < Vector<float>.Count
        ? LoadShortRow(in row, length, fill)
        : Vector.LoadUnsafe(in row, (nuint)(length - Vector<float>.Count));

    /// <summary>Stores what <see cref="LoadTail"/> loads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreTail(ref float row, int length, Vector<float> values)
    {
        if (length < Vector<float>.Count)
            StoreShortRow(ref row, length, values);
        else
            values.StoreUnsafe(ref row, (nuint)(length - Vector<float>.Count));
    }

    // By fours, in registers: a copy through memory would wait for its own narrow stores before the wide load.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector<float> LoadShortRow(ref readonly float row, int length, float fill)
    {
        if (Vector<float>.Count == 4) return LoadUpToFour(in row, length, fill).AsVector();
        Vector256<float> low = LoadUpToEight(in row, length, fill);
        if (Vector<float>.Count == 8) return low.AsVector();
        return Vector512.Create(low, LoadUpToEight(in Unsafe.Add(ref Unsafe.AsRef(in row), 8), length - 8, fill)).AsVector();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadUpToEight(ref readonly float row, int length, float fill) =>
        Vector256.Create(LoadUpToFour(in row, length, fill), LoadUpToFour(in Unsafe.Add(ref Unsafe.AsRef(in row), 4), length - 4, fill));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> LoadUpToFour(ref readonly float row, int length, float fill)
    {
        ref float values = ref Unsafe.AsRef(in row);
        return length switch
        {
            <= 0 => Vector128.Create(fill),
            1 => Vector128.Create(values, fill, fill, fill),
            2 => Vector128.Create(values, Unsafe.Add(ref values, 1), fill, fill),
            3 => Vector128.Create(values, Unsafe.Add(ref values, 1), Unsafe.Add(ref values, 2), fill),
            _ => Vector128.LoadUnsafe(ref values),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreShortRow(ref float row, int length, Vector<float> values)
    {
        if (Vector<float>.Count == 4)
        {
            StoreUpToFour(ref row, length, values.AsVector128());
            return;
        }

        if (Vector<float>.Count == 8)
        {
            StoreUpToEight(ref row, length, values.AsVector256());
            return;
        }

        StoreUpToEight(ref row, length, values.AsVector512().GetLower());
        StoreUpToEight(ref Unsafe.Add(ref row, 8), length - 8, values.AsVector512().GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreUpToEight(ref float row, int length, Vector256<float> values)
    {
        StoreUpToFour(ref row, length, values.GetLower());
        StoreUpToFour(ref Unsafe.Add(ref row, 4), length - 4, values.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreUpToFour(ref float row, int length, Vector128<float> values)
    {
        if (length >= 4)
        {
            values.StoreUnsafe(ref row);
            return;
        }

        if (length >= 1) row = values.ToScalar();
        if (length >= 2) Unsafe.Add(ref row, 1) = values.GetElement(1);
        if (length >= 3) Unsafe.Add(ref row, 2) = values.GetElement(2);
    }
}
