using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

// Short rows, as many at a time as a vector has lanes: in such a block a vector is a column, and nothing has to be summed across lanes. Every method
// returns how many rows it has done; up to three are left.
public static partial class VectorMath
{
    /// <summary>The most columns of a block.</summary>
    internal const int MostColumns = 16;

    // A block of 16 lanes, and what is lost in aligning it.
    private const int BlockLength = MostColumns * 16 + 16;

    /// <summary>yₖ = e^zₖ / Σ e^zⱼ for each row, in place.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static nuint SoftmaxBlocks(ref float z, int length, nuint stride, nuint rows)
    {
        Span<float> memory = stackalloc float[BlockLength];
        ref float block = ref AlignedBuffer.Align(memory);
        nuint lanes = (nuint)Vector<float>.Count, end = (nuint)length * lanes, done = 0;
        for (; done + BlockRows.Fewest <= rows; done += lanes)
        {
            ref float row = ref Unsafe.Add(ref z, done * stride);
            var at = new BlockRows(stride, rows - done);
            Vector<float> max = LoadBlock(ref row, length, at, ref block), sum = Vector<float>.Zero;
            for (nuint j = 0; j < end; j += lanes)
            {
                Vector<float> e = ExpWithoutOverflow(Vector.LoadUnsafe(ref block, j) - max);
                e.StoreUnsafe(ref block, j);
                sum += e;
            }

            Vector<float> scale = Vector<float>.One / sum;
            for (nuint j = 0; j < end; j += lanes) (Vector.LoadUnsafe(ref block, j) * scale).StoreUnsafe(ref block, j);
            StoreBlock(ref block, length, ref row, at);
        }

        return nuint.Min(done, rows);
    }

    /// <summary>yₖ = zₖ − ln Σ e^zⱼ for each row, in place.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static nuint LogSoftmaxBlocks(ref float z, int length, nuint stride, nuint rows)
    {
        Span<float> memory = stackalloc float[BlockLength];
        ref float block = ref AlignedBuffer.Align(memory);
        nuint lanes = (nuint)Vector<float>.Count, end = (nuint)length * lanes, done = 0;
        for (; done + BlockRows.Fewest <= rows; done += lanes)
        {
            ref float row = ref Unsafe.Add(ref z, done * stride);
            var at = new BlockRows(stride, rows - done);
            Vector<float> max = LoadBlock(ref row, length, at, ref block), sum = Vector<float>.Zero;
            for (nuint j = 0; j < end; j += lanes) sum += ExpWithoutOverflow(Vector.LoadUnsafe(ref block, j) - max);
            Vector<float> logarithm = Log(sum);
            for (nuint j = 0; j < end; j += lanes) (Vector.LoadUnsafe(ref block, j) - max - logarithm).StoreUnsafe(ref block, j);
            StoreBlock(ref block, length, ref row, at);
        }

        return nuint.Min(done, rows);
    }

    /// <summary>Loads the columns of a block; returns the largest value of each row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LoadBlock(ref float rows, int length, BlockRows at, ref float block)
    {
        LoadColumns(ref rows, length, at, ref block);
        nuint lanes = (nuint)Vector<float>.Count;
        Vector<float> max = Vector.LoadUnsafe(ref block);
        for (nuint j = lanes; j < (nuint)length * lanes; j += lanes) max = Vector.MaxNative(max, Vector.LoadUnsafe(ref block, j));
        return max;
    }

    /// <summary>Loads the columns of a block, each a vector in memory, by fours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadColumns(ref float rows, int length, BlockRows at, ref float block)
    {
        nuint lanes = (nuint)Vector<float>.Count;
        for (nuint j = 0; j < (nuint)length; j += 4)
        {
            Columns.Load(ref Unsafe.Add(ref rows, j), at, out Vector<float> a, out Vector<float> b, out Vector<float> c, out Vector<float> d);
            ref float four = ref Unsafe.Add(ref block, j * lanes);
            a.StoreUnsafe(ref four);
            b.StoreUnsafe(ref four, lanes);
            c.StoreUnsafe(ref four, 2 * lanes);
            d.StoreUnsafe(ref four, 3 * lanes);
        }
    }

    /// <summary>Stores the columns of a block to its rows, by fours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreBlock(ref float block, int length, ref float rows, BlockRows at)
    {
        nuint lanes = (nuint)Vector<float>.Count;
        for (nuint j = 0; j < (nuint)length; j += 4)
        {
            ref float four = ref Unsafe.Add(ref block, j * lanes);
            Vector<float> a = Vector.LoadUnsafe(ref four), b = Vector.LoadUnsafe(ref four, lanes);
            Vector<float> c = Vector.LoadUnsafe(ref four, 2 * lanes), d = Vector.LoadUnsafe(ref four, 3 * lanes);
            Columns.Store(a, b, c, d, ref Unsafe.Add(ref rows, j), at);
        }
    }
}
