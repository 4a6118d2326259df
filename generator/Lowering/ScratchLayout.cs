using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Model;

namespace NetGen.Generator.Lowering;

/// <summary>Places the buffers of a pass in its stack memory, and decides how many rows of a batch it holds at once.</summary>
internal static class ScratchLayout
{
    /// <summary>The most stack memory of a pass, in bytes: a quarter of the smallest main-thread stack in common use, 1 MiB.</summary>
    public const int StackLimit = 256 * 1024;

    // Rows of a tile: enough to use each weight that is loaded often, few enough that the tile stays in the first-level cache.
    private const int MostTileRows = 32;

    // One cache line, lost at most in aligning the memory.
    private const int AlignmentFloats = 16;

    /// <summary>Outputs of neighbouring layers take turns in two places.</summary>
    public static ScratchPlan Inference(IReadOnlyList<LayerPlan> layers)
    {
        int even = Largest(layers.Where((_, index) => index % 2 == 0));
        var buffers = layers.Select((layer, index) => Rows(layer.Output.Name, layer, index % 2 == 0 ? 0 : even));
        return Plan(buffers, AlignmentFloats, even + Largest(layers.Where((_, index) => index % 2 == 1)));
    }

    /// <summary>What backward needs of every layer has its own place; derivatives of neighbouring layers take turns in two.</summary>
    public static ScratchPlan Training(IReadOnlyList<LayerPlan> layers)
    {
        var buffers = new List<BufferPlan>();
        int offset = 0;
        foreach (LayerPlan layer in layers)
        {
            if (layer.SavesLogits) Add($"z{layer.Number}", layer);
            Add(layer.Output.Name, layer);
        }

        int even = LargestGradient(layers.Where((_, index) => index % 2 == 0));
        buffers.AddRange(layers.Select((layer, index) => Rows($"dz{layer.Number}", layer, offset + (index % 2 == 0 ? 0 : even))));
        int rowLength = offset + even + LargestGradient(layers.Where((_, index) => index % 2 == 1));

        LayerPlan last = layers[layers.Count - 1];
        buffers.Insert(0, new BufferPlan("y", last.Output.Shape, 0, HoldsRows: false));
        return Plan(buffers, AlignmentFloats + last.Output.Lanes, rowLength, last.Output.Lanes);

        void Add(string name, LayerPlan layer)
        {
            buffers.Add(Rows(name, layer, offset));
            offset += layer.Output.RowStride;
        }
    }

    private static BufferPlan Rows(string name, LayerPlan layer, int offset) => new(name, layer.Output.Shape, offset, HoldsRows: true);

    private static int Largest(IEnumerable<LayerPlan> layers) => layers.Select(layer => layer.Output.RowStride).DefaultIfEmpty(0).Max();

    private static int LargestGradient(IEnumerable<LayerPlan> layers) => layers.Select(layer => layer.Output.GradientStride).DefaultIfEmpty(0).Max();

    private static ScratchPlan Plan(IEnumerable<BufferPlan> buffers, int fixedLength, int rowLength, int rowsStart = 0)
    {
        int rows = Math.Min(MostTileRows, (StackLimit / sizeof(float) - fixedLength) / Math.Max(1, rowLength));
        int wholeTiles = rows >= 8 ? rows / 8 * 8 : Math.Max(1, rows);
        return new ScratchPlan(buffers.ToEquatableArray(), fixedLength, rowLength, wholeTiles) { RowsStart = rowsStart };
    }
}
