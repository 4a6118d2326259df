using System.Collections.Generic;
using NetGen.Generator.Model;

namespace NetGen.Generator.Emission;

/// <summary>Prints the stack memory of a pass and the references into it.</summary>
internal static class ScratchEmitter
{
    /// <summary>For one sample: every number is a constant.</summary>
    public static void EmitSample(ScratchPlan scratch, CodeWriter writer)
    {
        writer.Line($"Span<float> memory = stackalloc float[{scratch.FixedLength + scratch.RowLength}];");
        EmitBuffers(scratch.Buffers, buffer => (buffer.HoldsRows ? scratch.RowsStart + buffer.Offset : buffer.Offset).ToString(), writer);
    }

    /// <summary>For a tile of so many rows: <c>tile</c> is a local.</summary>
    public static void EmitTile(ScratchPlan scratch, CodeWriter writer)
    {
        if (scratch.Buffers.Count == 0) return;
        writer.Line($"Span<float> memory = stackalloc float[{scratch.FixedLength} + {scratch.RowLength} * tile];");
        EmitBuffers(scratch.Buffers, buffer => TileOffset(scratch, buffer), writer);
    }

    /// <summary><c>[SkipLocalsInit]</c>, where the project allows it: every float of the scratch memory is written before it is read.</summary>
    public static void EmitAttributes(NetworkPlan network, CodeWriter writer)
    {
        if (network.SkipLocalsInit) writer.Line("[SkipLocalsInit]");
        writer.Line(CodeWriter.Optimized);
    }

    private static string TileOffset(ScratchPlan scratch, BufferPlan buffer)
    {
        if (!buffer.HoldsRows) return buffer.Offset.ToString();
        string rows = buffer.Offset == 0 ? "" : $"{buffer.Offset} * tile";
        return scratch.RowsStart == 0 ? rows.Length == 0 ? "0" : rows : rows.Length == 0 ? $"{scratch.RowsStart}" : $"{scratch.RowsStart} + {rows}";
    }

    private static void EmitBuffers(IEnumerable<BufferPlan> buffers, System.Func<BufferPlan, string> offset, CodeWriter writer)
    {
        writer.Line("ref float scratch = ref AlignedBuffer.Align(memory);");
        foreach (BufferPlan buffer in buffers)
        {
            string at = offset(buffer);
            writer.Line($"ref float {buffer.Name} = ref {(at == "0" ? "scratch" : $"Unsafe.Add(ref scratch, {at})")}; // {buffer.Shape}");
        }
    }
}
