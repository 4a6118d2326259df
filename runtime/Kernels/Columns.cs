using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

/// <summary>The rows of a block: four after four, one for each lane of a vector.</summary>
internal readonly struct BlockRows
{
    /// <summary>The fewest rows of a block.</summary>
    public const int Fewest = 4;

    /// <summary>
    /// The first of some rows. If they are fewer than lanes, the last fours of the block are the last four of the rows, again and again: what is computed
    /// for a row is the same in each lane it has.
    /// </summary>
    /// <param name="stride">The floats from one row to the next.</param>
    /// <param name="count">How many rows there are, at least <see cref="Fewest"/>.</param>
    public BlockRows(nuint stride, nuint count)
    {
        nuint last = count - Fewest;
        (Stride, Second, Third, Fourth) = (stride, nuint.Min(4, last) * stride, nuint.Min(8, last) * stride, nuint.Min(12, last) * stride);
    }

    private BlockRows(BlockRows of)
    {
        (Stride, Second) = (of.Stride, of.Fourth - of.Third);
    }

    /// <summary>The floats from one row to the next.</summary>
    public nuint Stride { get; }

    /// <summary>Where the second four start, in floats after the first.</summary>
    public nuint Second { get; }

    /// <summary>Where the third four start.</summary>
    public nuint Third { get; }

    /// <summary>Where the last four start.</summary>
    public nuint Fourth { get; }

    /// <summary>The last eight, counted from the third four.</summary>
    public BlockRows LastEight => new(this);
}

/// <summary>Four neighbouring columns of a block of rows, as vectors: lane i of each is in row i of the block.</summary>
internal static class Columns
{
    /// <summary>Whether the processor has the shuffles that this takes, for vectors of at least 8 lanes.</summary>
    public static bool AreSupported => Avx.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref float rows, BlockRows at, out Vector<float> a, out Vector<float> b, out Vector<float> c, out Vector<float> d)
    {
        if (Vector<float>.Count == 16)
        {
            Load(ref rows, at, out Vector512<float> a512, out Vector512<float> b512, out Vector512<float> c512, out Vector512<float> d512);
            (a, b, c, d) = (a512.AsVector(), b512.AsVector(), c512.AsVector(), d512.AsVector());
            return;
        }

        Load(ref rows, at, out Vector256<float> a256, out Vector256<float> b256, out Vector256<float> c256, out Vector256<float> d256);
        (a, b, c, d) = (a256.AsVector(), b256.AsVector(), c256.AsVector(), d256.AsVector());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d, ref float rows, BlockRows at)
    {
        if (Vector<float>.Count == 16)
            Store(a.AsVector512(), b.AsVector512(), c.AsVector512(), d.AsVector512(), ref rows, at);
        else
            Store(a.AsVector256(), b.AsVector256(), c.AsVector256(), d.AsVector256(), ref rows, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref float rows, BlockRows at, out Vector256<float> a, out Vector256<float> b, out Vector256<float> c, out Vector256<float> d)
    {
        a = LoadHalves(ref rows, at);
        b = LoadHalves(ref Unsafe.Add(ref rows, at.Stride), at);
        c = LoadHalves(ref Unsafe.Add(ref rows, 2 * at.Stride), at);
        d = LoadHalves(ref Unsafe.Add(ref rows, 3 * at.Stride), at);
        Transpose(ref a, ref b, ref c, ref d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, ref float rows, BlockRows at)
    {
        Transpose(ref a, ref b, ref c, ref d);
        StoreHalves(a, ref rows, at);
        StoreHalves(b, ref Unsafe.Add(ref rows, at.Stride), at);
        StoreHalves(c, ref Unsafe.Add(ref rows, 2 * at.Stride), at);
        StoreHalves(d, ref Unsafe.Add(ref rows, 3 * at.Stride), at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref float rows, BlockRows at, out Vector512<float> a, out Vector512<float> b, out Vector512<float> c, out Vector512<float> d)
    {
        if (!Avx512F.IsSupported)
        {
            Load(ref rows, at, out Vector256<float> a0, out Vector256<float> b0, out Vector256<float> c0, out Vector256<float> d0);
            Load(ref Unsafe.Add(ref rows, at.Third), at.LastEight, out Vector256<float> a8, out Vector256<float> b8, out Vector256<float> c8, out Vector256<float> d8);
            (a, b, c, d) = (Vector512.Create(a0, a8), Vector512.Create(b0, b8), Vector512.Create(c0, c8), Vector512.Create(d0, d8));
            return;
        }

        a = LoadQuarters(ref rows, at);
        b = LoadQuarters(ref Unsafe.Add(ref rows, at.Stride), at);
        c = LoadQuarters(ref Unsafe.Add(ref rows, 2 * at.Stride), at);
        d = LoadQuarters(ref Unsafe.Add(ref rows, 3 * at.Stride), at);
        Transpose(ref a, ref b, ref c, ref d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float rows, BlockRows at)
    {
        if (!Avx512F.IsSupported)
        {
            Store(a.GetLower(), b.GetLower(), c.GetLower(), d.GetLower(), ref rows, at);
            Store(a.GetUpper(), b.GetUpper(), c.GetUpper(), d.GetUpper(), ref Unsafe.Add(ref rows, at.Third), at.LastEight);
            return;
        }

        Transpose(ref a, ref b, ref c, ref d);
        StoreQuarters(a, ref rows, at);
        StoreQuarters(b, ref Unsafe.Add(ref rows, at.Stride), at);
        StoreQuarters(c, ref Unsafe.Add(ref rows, 2 * at.Stride), at);
        StoreQuarters(d, ref Unsafe.Add(ref rows, 3 * at.Stride), at);
    }

    /// <summary>Copies what of each row is left after the last multiple of 4 values, of rows without gaps, to rows of 4; nothing is read beyond the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyRest(ref float rows, int length, ref float rest, int count)
    {
        for (int m = 0; m < count; m++)
            ShortRow.LoadFour(ref Unsafe.Add(ref rows, m * length + (length & -4)), length & 3, 0f).StoreUnsafe(ref rest, (nuint)(4 * m));
    }

    /// <summary>Makes zeros of the columns between two numbers, multiples of 4, in so many rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear(int from, int to, ref float rows, nuint stride, nuint count)
    {
        for (nuint m = 0; m < count; m++)
        {
            for (int j = from; j < to; j += 4) Vector128<float>.Zero.StoreUnsafe(ref rows, (nuint)j);
            rows = ref Unsafe.Add(ref rows, stride);
        }
    }

    // The same row of each four.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadHalves(ref float rows, BlockRows at) =>
        Vector256.Create(Vector128.LoadUnsafe(ref rows), Vector128.LoadUnsafe(ref rows, at.Second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadQuarters(ref float rows, BlockRows at) => Vector512.Create(
        LoadHalves(ref rows, at), Vector256.Create(Vector128.LoadUnsafe(ref rows, at.Third), Vector128.LoadUnsafe(ref rows, at.Fourth)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalves(Vector256<float> v, ref float rows, BlockRows at)
    {
        v.GetLower().StoreUnsafe(ref rows);
        v.GetUpper().StoreUnsafe(ref rows, at.Second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarters(Vector512<float> v, ref float rows, BlockRows at)
    {
        StoreHalves(v.GetLower(), ref rows, at);
        v.GetUpper().GetLower().StoreUnsafe(ref rows, at.Third);
        v.GetUpper().GetUpper().StoreUnsafe(ref rows, at.Fourth);
    }

    // Of each four by four lanes, rows become columns.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector256<float> a, ref Vector256<float> b, ref Vector256<float> c, ref Vector256<float> d)
    {
        Vector256<double> abLow = Avx.UnpackLow(a, b).AsDouble(), abHigh = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> cdLow = Avx.UnpackLow(c, d).AsDouble(), cdHigh = Avx.UnpackHigh(c, d).AsDouble();
        a = Avx.UnpackLow(abLow, cdLow).AsSingle();
        b = Avx.UnpackHigh(abLow, cdLow).AsSingle();
        c = Avx.UnpackLow(abHigh, cdHigh).AsSingle();
        d = Avx.UnpackHigh(abHigh, cdHigh).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(ref Vector512<float> a, ref Vector512<float> b, ref Vector512<float> c, ref Vector512<float> d)
    {
        Vector512<double> abLow = Avx512F.UnpackLow(a, b).AsDouble(), abHigh = Avx512F.UnpackHigh(a, b).AsDouble();
        Vector512<double> cdLow = Avx512F.UnpackLow(c, d).AsDouble(), cdHigh = Avx512F.UnpackHigh(c, d).AsDouble();
        a = Avx512F.UnpackLow(abLow, cdLow).AsSingle();
        b = Avx512F.UnpackHigh(abLow, cdLow).AsSingle();
        c = Avx512F.UnpackLow(abHigh, cdHigh).AsSingle();
        d = Avx512F.UnpackHigh(abHigh, cdHigh).AsSingle();
    }
}
