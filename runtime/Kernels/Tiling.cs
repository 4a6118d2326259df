using System;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

/// <summary>How a batch is cut into tiles that fit the stack and the cache.</summary>
public static class Tiling
{
    /// <summary>
    /// The rows of each tile but the last, at most <paramref name="most"/>: as equal as can be, so that a batch of 33 is not 32 and a straggler, and
    /// whole eights, which the kernels take at once.
    /// </summary>
    /// <param name="batch">The rows of the batch, at least 1.</param>
    /// <param name="most">The most rows of a tile, at least 1, and a multiple of 8 unless below it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int RowsPerTile(int batch, int most)
    {
        if (batch <= most) return batch;
        int tiles = (int)(((uint)batch + (uint)most - 1) / (uint)most);
        int even = (int)(((uint)batch + (uint)tiles - 1) / (uint)tiles);
        return Math.Min(most, (even + 7) & ~7);
    }
}
