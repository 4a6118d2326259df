using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Kernels;

/// <summary>
/// Loads and stores the first lanes of a vector, from and to rows that are shorter: with masks, where the processor has them, or by fours. A copy
/// through memory would wait for its own narrow stores before the wide load.
/// </summary>
internal static unsafe class ShortRow
{
    /// <summary>The first <paramref name="length"/> lanes from a row, all of them if it is longer; the others are <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadFour(ref readonly float row, int length, float fill)
    {
        if (Avx.IsSupported)
        {
            Vector128<float> mask = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(length)).AsSingle();
            fixed (float* values = &row)
            {
                return Avx512F.VL.IsSupported
                    ? Avx512F.VL.MaskLoad(values, mask, Vector128.Create(fill))
                    : Vector128.ConditionalSelect(mask, Avx.MaskLoad(values, mask), Vector128.Create(fill));
            }
        }

        ref float first = ref Unsafe.AsRef(in row);
        return length switch
        {
            <= 0 => Vector128.Create(fill),
            1 => Vector128.Create(first, fill, fill, fill),
            2 => Vector128.Create(first, Unsafe.Add(ref first, 1), fill, fill),
            3 => Vector128.Create(first, Unsafe.Add(ref first, 1), Unsafe.Add(ref first, 2), fill),
            _ => Vector128.LoadUnsafe(ref first),
        };
    }

    /// <inheritdoc cref="LoadFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadEight(ref readonly float row, int length, float fill)
    {
        if (Avx.IsSupported)
        {
            Vector256<float> mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(length)).AsSingle();
            fixed (float* values = &row)
            {
                return Avx512F.VL.IsSupported
                    ? Avx512F.VL.MaskLoad(values, mask, Vector256.Create(fill))
                    : Vector256.ConditionalSelect(mask, Avx.MaskLoad(values, mask), Vector256.Create(fill));
            }
        }

        return Vector256.Create(LoadFour(in row, length, fill), LoadFour(in Unsafe.Add(ref Unsafe.AsRef(in row), 4), length - 4, fill));
    }

    /// <inheritdoc cref="LoadFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadSixteen(ref readonly float row, int length, float fill)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> mask = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(length)).AsSingle();
            fixed (float* values = &row) return Avx512F.MaskLoad(values, mask, Vector512.Create(fill));
        }

        return Vector512.Create(LoadEight(in row, length, fill), LoadEight(in Unsafe.Add(ref Unsafe.AsRef(in row), 8), length - 8, fill));
    }

    /// <summary>Stores the first <paramref name="length"/> lanes to a row, all of them if it is longer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreFour(ref float row, int length, Vector128<float> values)
    {
        if (Avx512F.VL.IsSupported)
        {
            Vector128<float> mask = Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(length)).AsSingle();
            fixed (float* first = &row) Avx512F.VL.MaskStore(first, mask, values);
            return;
        }

        if (length >= 4)
        {
            values.StoreUnsafe(ref row);
            return;
        }

        if (length >= 1) row = values.ToScalar();
        if (length >= 2) Unsafe.Add(ref row, 1) = values.GetElement(1);
        if (length >= 3) Unsafe.Add(ref row, 2) = values.GetElement(2);
    }

    /// <inheritdoc cref="StoreFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreEight(ref float row, int length, Vector256<float> values)
    {
        if (Avx512F.VL.IsSupported)
        {
            Vector256<float> mask = Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(length)).AsSingle();
            fixed (float* first = &row) Avx512F.VL.MaskStore(first, mask, values);
            return;
        }

        StoreFour(ref row, length, values.GetLower());
        StoreFour(ref Unsafe.Add(ref row, 4), length - 4, values.GetUpper());
    }

    /// <inheritdoc cref="StoreFour"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSixteen(ref float row, int length, Vector512<float> values)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> mask = Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(length)).AsSingle();
            fixed (float* first = &row) Avx512F.MaskStore(first, mask, values);
            return;
        }

        StoreEight(ref row, length, values.GetLower());
        StoreEight(ref Unsafe.Add(ref row, 8), length - 8, values.GetUpper());
    }
}
