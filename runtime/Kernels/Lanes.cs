using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

/// <summary>What depends on the number of lanes of a vector: sums and maxima across them, and rows that are shorter than the vector.</summary>
internal static class Lanes
{
    /// <summary>(Σa, Σb, Σc, Σd).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector128<float> a, Vector128<float> b, Vector128<float> c, Vector128<float> d)
    {
        if (!Sse.IsSupported) return Vector128.Create(Vector128.Sum(a), Vector128.Sum(b), Vector128.Sum(c), Vector128.Sum(d));
        Vector128<float> ab = Sse.UnpackLow(a, b) + Sse.UnpackHigh(a, b); // a0+a2, b0+b2, a1+a3, b1+b3
        Vector128<float> cd = Sse.UnpackLow(c, d) + Sse.UnpackHigh(c, d);
        return Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab);
    }

    /// <summary>(Σa, Σb, Σc, Σd).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        if (!Avx.IsSupported) return Sum(FoldHalves(a), FoldHalves(b), FoldHalves(c), FoldHalves(d));
        return FoldHalves(Avx.HorizontalAdd(Avx.HorizontalAdd(a, b), Avx.HorizontalAdd(c, d)));
    }

    /// <summary>(Σa, Σb, Σc, Σd).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        if (!Avx512F.IsSupported) return Sum(FoldHalves(a), FoldHalves(b), FoldHalves(c), FoldHalves(d));

        // In every quarter, as for Vector128.
        Vector512<double> ab = (Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b)).AsDouble();
        Vector512<double> cd = (Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d)).AsDouble();
        return FoldHalves(FoldHalves(Avx512F.UnpackLow(ab, cd).AsSingle() + Avx512F.UnpackHigh(ab, cd).AsSingle()));
    }

    /// <summary>The largest lane; NaN is not propagated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector128<float> v)
    {
        v = Vector128.MaxNative(v, Vector128.Shuffle(v, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(v, Vector128.Shuffle(v, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>The largest lane; NaN is not propagated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector256<float> v) => Max(Vector128.MaxNative(v.GetLower(), v.GetUpper()));

    /// <summary>The largest lane; NaN is not propagated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> v) => Max(Vector256.MaxNative(v.GetLower(), v.GetUpper()));

    // Rows in registers: a copy through memory would wait for its own narrow stores before the wide load.

    /// <summary>The first <paramref name="length"/> lanes from a row; the others are <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadUpToFour(ref readonly float row, int length, float fill)
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

    /// <inheritdoc cref="LoadUpToFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadUpToEight(ref readonly float row, int length, float fill) =>
        Vector256.Create(LoadUpToFour(in row, length, fill), LoadUpToFour(in Unsafe.Add(ref Unsafe.AsRef(in row), 4), length - 4, fill));

    /// <inheritdoc cref="LoadUpToFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadUpToSixteen(ref readonly float row, int length, float fill) =>
        Vector512.Create(LoadUpToEight(in row, length, fill), LoadUpToEight(in Unsafe.Add(ref Unsafe.AsRef(in row), 8), length - 8, fill));

    /// <summary>Stores the first <paramref name="length"/> lanes to a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpToFour(ref float row, int length, Vector128<float> values)
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

    /// <inheritdoc cref="StoreUpToFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpToEight(ref float row, int length, Vector256<float> values)
    {
        StoreUpToFour(ref row, length, values.GetLower());
        StoreUpToFour(ref Unsafe.Add(ref row, 4), length - 4, values.GetUpper());
    }

    /// <inheritdoc cref="StoreUpToFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreUpToSixteen(ref float row, int length, Vector512<float> values)
    {
        StoreUpToEight(ref row, length, values.GetLower());
        StoreUpToEight(ref Unsafe.Add(ref row, 8), length - 8, values.GetUpper());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> FoldHalves(Vector512<float> v) => v.GetLower() + v.GetUpper();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FoldHalves(Vector256<float> v) => v.GetLower() + v.GetUpper();
}
