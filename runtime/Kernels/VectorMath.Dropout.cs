using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Kernels;

public static partial class VectorMath
{
    /// <summary>
    /// Inverted dropout of some rows, forward as well as backward: yⱼ = 0 with probability <paramref name="rate"/>, else xⱼ / (1 − rate); without masks yⱼ = xⱼ. A unit is
    /// dropped if a hash of its number, keyed by sample and layer, is small; the hash is lowbias32 (Wellons, "Prospecting for hash functions", 2018).
    /// </summary>
    /// <param name="x">The values, [rows × stride].</param>
    /// <param name="y">Receives the result, [rows × stride]; not the same memory.</param>
    /// <param name="length">The values of a row.</param>
    /// <param name="stride">The floats from one row to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="masks">What is dropped, from the first row on.</param>
    /// <param name="layer">The number of the layer, so that layers drop apart.</param>
    /// <param name="rate">The probability, in [0, 1).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dropout(ref float x, ref float y, int length, nuint stride, nuint rows, DropoutMasks masks, uint layer, float rate)
    {
        Vector<float> scale = Vector.Create(1f / (1f - rate));
        Vector<int> threshold = Vector.Create((int)(rate * (1 << 24)));
        int tail = length - Vector<float>.Count;
        for (nuint m = 0; m < rows; m++)
        {
            ref float from = ref Unsafe.Add(ref x, m * stride), to = ref Unsafe.Add(ref y, m * stride);
            if (!masks.AreOn)
            {
                MemoryMarshal.CreateReadOnlySpan(ref from, length).CopyTo(MemoryMarshal.CreateSpan(ref to, length));
                continue;
            }

            ulong key = masks.Key(m, layer);
            if (tail < 0)
            {
                StoreShortRow(ref to, length, Kept(0, key, threshold) & (scale * LoadShortRow(ref from, length, 0f)));
                continue;
            }

            for (int j = 0; j < tail; j += Vector<float>.Count)
                (Kept(j, key, threshold) & (scale * Vector.LoadUnsafe(ref from, (nuint)j))).StoreUnsafe(ref to, (nuint)j);
            (Kept(tail, key, threshold) & (scale * Vector.LoadUnsafe(ref from, (nuint)tail))).StoreUnsafe(ref to, (nuint)tail);
        }
    }

    /// <summary>A mask of all bits for those units from <paramref name="first"/> on that are kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Kept(int first, ulong key, Vector<int> threshold) =>
        Vector.As<int, float>(Vector.GreaterThanOrEqual<int>(Vector.As<uint, int>(Hash(first, key) >>> 8), threshold));

    /// <summary>A hash of the numbers from <paramref name="first"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<uint> Hash(int first, ulong key)
    {
        Vector<uint> hash = (Vector<uint>.Indices + Vector.Create((uint)first)) * 0x9E3779B1u + Vector.Create((uint)key);
        hash = (hash ^ (hash >>> 16)) * 0x21F0AAADu;
        hash = (hash ^ (hash >>> 15) ^ Vector.Create((uint)(key >> 32))) * 0xD35A2D97u;
        return hash ^ (hash >>> 15);
    }
}
