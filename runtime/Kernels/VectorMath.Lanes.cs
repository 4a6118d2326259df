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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector<float> LoadShortRow(ref readonly float row, int length, float fill)
    {
        Vector<float> values = Vector.Create(fill);
        ref float lanes = ref Unsafe.As<Vector<float>, float>(ref values);
        for (int i = 0; i < length; i++) Unsafe.Add(ref lanes, i) = Unsafe.Add(ref Unsafe.AsRef(in row), i);
        return values;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StoreShortRow(ref float row, int length, Vector<float> values)
    {
        ref float lanes = ref Unsafe.As<Vector<float>, float>(ref values);
        for (int i = 0; i < length; i++) Unsafe.Add(ref row, i) = Unsafe.Add(ref lanes, i);
    }
}
