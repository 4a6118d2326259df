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

    /// <summary>Outputs of neighbouring layers take turns in two places. What only training does has none.</summary>
    public static ScratchPlan Inference(IReadOnlyList<LayerPlan> layers)
    {
        LayerPlan[] computed = [.. layers.Where(static layer => !layer.IsTrainingOnly)];
        int even = Largest(computed.Where((_, index) => index % 2 == 0));
        var buffers = computed.Select((layer, index) => Rows(layer.Output.Name, layer, index % 2 == 0 ? 0 : even));
        return Plan(buffers, AlignmentFloats, even + Largest(computed.Where((_, index) => index % 2 == 1)));
    }

    /// <summary>What backward needs of every layer has its own place; derivatives of neighbouring layers take turns in two.</summary>
    public static ScratchPlan Training(IReadOnlyList<LayerPlan> layers)
    {
        List<BufferPlan> buffers = Saved(layers, out int offset);
        return Training(layers, buffers, offset + AddDerivatives(layers, offset, buffers));
    }

    /// <summary>The same, but the derivative of the last layer has its own place, since it is used twice; and a square for each sample.</summary>
    public static ScratchPlan Clipped(IReadOnlyList<LayerPlan> layers)
    {
        List<BufferPlan> buffers = Saved(layers, out int offset);
        LayerPlan last = layers[layers.Count - 1];
        offset += AddDerivatives([.. layers.Take(layers.Count - 1)], offset, buffers);
        buffers.Add(Rows($"dz{last.Number}", last, offset));
        offset += last.Output.GradientStride;
        buffers.Add(new BufferPlan("squares", Shape.Vector(1), offset, HoldsRows: true));
        return Training(layers, buffers, offset + 1);
    }

    /// <summary>The bytes that a pass over one sample takes.</summary>
    public static int BytesOfSample(ScratchPlan scratch) => sizeof(float) * (scratch.FixedLength + scratch.RowLength);

    private static List<BufferPlan> Saved(IReadOnlyList<LayerPlan> layers, out int length)
    {
        var buffers = new List<BufferPlan>();
        length = 0;
        foreach (LayerPlan layer in layers)
        {
            foreach (string name in layer.SavesLogits ? (string[])[$"z{layer.Number}", layer.Output.Name] : [layer.Output.Name])
            {
                buffers.Add(Rows(name, layer, length));
                length += RowFloats(layer);
            }
        }

        return buffers;
    }

    /// <summary>Adds the derivatives, which take turns in two places from <paramref name="offset"/> on, and returns the floats these take.</summary>
    private static int AddDerivatives(IReadOnlyList<LayerPlan> layers, int offset, List<BufferPlan> buffers)
    {
        int even = Largest(layers.Where((_, index) => index % 2 == 0));
        buffers.AddRange(layers.Select((layer, index) => Rows($"dz{layer.Number}", layer, offset + (index % 2 == 0 ? 0 : even))));
        return even + Largest(layers.Where((_, index) => index % 2 == 1));
    }

    private static ScratchPlan Training(IReadOnlyList<LayerPlan> layers, List<BufferPlan> buffers, int rowLength)
    {
        LayerPlan last = layers[layers.Count - 1];
        buffers.Insert(0, new BufferPlan("y", last.Output.Shape, 0, HoldsRows: false));
        return Plan(buffers, AlignmentFloats + last.Output.Lanes, rowLength, last.Output.Lanes);
    }

    private static BufferPlan Rows(string name, LayerPlan layer, int offset) => new(name, layer.Output.Shape, offset, HoldsRows: true);

    private static int Largest(IEnumerable<LayerPlan> layers) => layers.Select(RowFloats).DefaultIfEmpty(0).Max();

    // Where a row is a sample of the caller's, it is no whole number of vectors, but the next buffer starts at one.
    private static int RowFloats(LayerPlan layer) => LoweringContext.RoundUp(Math.Max(layer.Output.RowStride, layer.Output.GradientStride), AlignmentFloats);

    private static ScratchPlan Plan(IEnumerable<BufferPlan> buffers, int fixedLength, int rowLength, int rowsStart = 0)
    {
        int rows = Math.Min(MostTileRows, (StackLimit / sizeof(float) - fixedLength) / Math.Max(1, rowLength));
        int wholeTiles = rows >= 8 ? rows / 8 * 8 : Math.Max(1, rows);
        return new ScratchPlan(buffers.ToEquatableArray(), fixedLength, rowLength, wholeTiles) { RowsStart = rowsStart };
    }
}
