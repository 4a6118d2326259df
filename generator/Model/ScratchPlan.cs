using System;

namespace NetGen.Generator.Model;

/// <summary>The stack memory of a pass over some rows of a batch, of which one sample is the case of a single row.</summary>
/// <param name="Buffers">The buffers in order.</param>
/// <param name="FixedLength">The floats it takes whatever the number of rows, with 16 to align it by.</param>
/// <param name="RowLength">The floats it takes for each row.</param>
/// <param name="TileRows">The most rows of a batch that are computed at once.</param>
internal sealed record ScratchPlan(EquatableArray<BufferPlan> Buffers, int FixedLength, int RowLength, int TileRows)
{
    /// <summary>Where the buffers of rows begin, after those of one row.</summary>
    public int RowsStart { get; init; }
}

/// <summary>A buffer in the scratch memory.</summary>
/// <param name="Name">The name of the reference to it: <c>h1</c>, <c>dz2</c>.</param>
/// <param name="Shape">The shape of one row of what it holds.</param>
/// <param name="Offset">Where it begins, in floats; for a buffer of rows, in floats per row.</param>
/// <param name="HoldsRows">Whether it holds every row of the tile, or one row at a time.</param>
internal sealed record BufferPlan(string Name, Shape Shape, int Offset, bool HoldsRows) : IEquatable<BufferPlan>;
