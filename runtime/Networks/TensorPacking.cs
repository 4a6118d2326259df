using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Moves a tensor between its canonical order, row by row of <see cref="TensorInfo.Shape"/>, and its place in the parameter buffer
/// (see <see cref="TensorLayout"/>).
/// </summary>
public static class TensorPacking
{
    private const int LaneMultiple = 16;
    private const int BlockInputs = 16;
    internal const int PanelWidth = 32;

    /// <summary>Writes a tensor in its packed layout, padding lanes as zeros.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="canonical">Its values in canonical order, [<see cref="TensorInfo.Count"/>].</param>
    /// <param name="packedTensor">Receives its floats of the parameter buffer, [<see cref="TensorInfo.Length"/>].</param>
    /// <exception cref="ArgumentException">A length is another, or the tensor's shape does not fit its layout and length.</exception>
    public static void Pack(TensorInfo tensor, ReadOnlySpan<float> canonical, Span<float> packedTensor)
    {
        Validate(tensor, canonical.Length, packedTensor.Length);
        packedTensor.Clear();
        if (tensor.Layout == TensorLayout.PaddedVector) canonical.CopyTo(packedTensor);
        else PackMatrix(tensor, null, MemoryMarshal.AsBytes(canonical), packedTensor);
    }

    /// <summary>The same for values as a file has them, of any type and at any address; nothing is allocated.</summary>
    internal static void Pack(TensorInfo tensor, WeightType type, ReadOnlySpan<byte> canonical, Span<float> packedTensor)
    {
        Validate(tensor, canonical.Length / WeightTypes.SizeOf(type), packedTensor.Length);
        packedTensor.Clear();
        if (tensor.Layout == TensorLayout.PaddedVector) WeightTypes.ToFloats(type, canonical, packedTensor[..tensor.Count]);
        else PackMatrix(tensor, type, canonical, packedTensor);
    }

    /// <summary>Packs a matrix block by block: a few inputs of a panel's outputs, whose places lie in the first cache.</summary>
    /// <param name="tensor">The matrix.</param>
    /// <param name="type">How a file has the values; null for floats as this machine has them.</param>
    /// <param name="values">The values, row by row.</param>
    /// <param name="packed">Receives them; zeros until now.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackMatrix(TensorInfo tensor, WeightType? type, ReadOnlySpan<byte> values, Span<float> packed)
    {
        int outputs = tensor.Shape[0], inputs = tensor.Shape[1], size = type is { } known ? WeightTypes.SizeOf(known) : sizeof(float);
        Span<float> block = stackalloc float[BlockInputs];
        Span<(int Start, int Width)> rows = stackalloc (int, int)[PanelWidth];
        for (int panel = 0; panel < outputs; panel += PanelWidth)
        {
            int rowCount = Math.Min(PanelWidth, outputs - panel);
            for (int row = 0; row < rowCount; row++) rows[row] = DenseRow(tensor, panel + row);
            for (int input = 0; input < inputs; input += BlockInputs)
            {
                int count = Math.Min(BlockInputs, inputs - input);
                for (int row = 0; row < rowCount; row++)
                {
                    ReadOnlySpan<byte> source = values.Slice(((panel + row) * inputs + input) * size, count * size);
                    if (type is { } written) WeightTypes.ToFloats(written, source, block[..count]);
                    else source.CopyTo(MemoryMarshal.AsBytes(block));

                    (int start, int width) = rows[row];
                    for (int i = 0; i < count; i++) packed[start + width * (input + i)] = block[i];
                }
            }
        }
    }

    /// <summary>Reads a tensor from its packed layout; padding lanes are skipped.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="packedTensor">Its floats of the parameter buffer, [<see cref="TensorInfo.Length"/>].</param>
    /// <param name="canonical">Receives its values in canonical order, [<see cref="TensorInfo.Count"/>].</param>
    /// <exception cref="ArgumentException">A length is another, or the tensor's shape does not fit its layout and length.</exception>
    public static void Unpack(TensorInfo tensor, ReadOnlySpan<float> packedTensor, Span<float> canonical)
    {
        Validate(tensor, canonical.Length, packedTensor.Length);
        if (tensor.Layout == TensorLayout.PaddedVector)
        {
            packedTensor[..canonical.Length].CopyTo(canonical);
            return;
        }

        for (int output = 0; output < tensor.Shape[0]; output++)
        {
            (int start, int width) = DenseRow(tensor, output);
            Span<float> row = canonical.Slice(output * tensor.Shape[1], tensor.Shape[1]);
            for (int input = 0; input < row.Length; input++) row[input] = packedTensor[start + width * input];
        }
    }

    /// <summary>Where the weights into one output start, and how far apart those of successive inputs lie.</summary>
    private static (int Start, int Width) DenseRow(TensorInfo tensor, int output)
    {
        int inputs = tensor.Shape[1], panelLanes = PanelLanes(tensor), panel = output / PanelWidth * PanelWidth;
        return output < panelLanes
            ? (panel * inputs + output % PanelWidth, Math.Min(PanelWidth, panelLanes - panel))
            : (panelLanes * inputs + (output - panelLanes) * RoundUp(inputs), 1);
    }

    /// <summary>The outputs, padding included, whose weights lie in panels.</summary>
    internal static int PanelLanes(TensorInfo tensor) =>
        tensor.Layout == TensorLayout.DensePanelsAndRows ? tensor.Shape[0] / LaneMultiple * LaneMultiple : RoundUp(tensor.Shape[0]);

    private static int RoundUp(int count) => (count + LaneMultiple - 1) / LaneMultiple * LaneMultiple;

    private static void Validate(TensorInfo tensor, int canonicalLength, int packedLength)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        int expected = tensor.Layout switch
        {
            TensorLayout.PaddedVector => RoundUp(tensor.Count),
            TensorLayout.DensePanels when tensor.Shape.Length == 2 => PanelLanes(tensor) * tensor.Shape[1],
            TensorLayout.DensePanelsAndRows when tensor.Shape.Length == 2 =>
                PanelLanes(tensor) * tensor.Shape[1] + (tensor.Shape[0] - PanelLanes(tensor)) * RoundUp(tensor.Shape[1]),
            _ => throw new ArgumentException(
                $"Tensor {tensor.Name} of {tensor.Shape.Length} dimensions does not fit the layout {tensor.Layout}.", nameof(tensor)),
        };
        if (tensor.Length != expected)
            throw new ArgumentException($"Tensor {tensor.Name} takes {expected} floats, but says {tensor.Length}.", nameof(tensor));
        if (canonicalLength != tensor.Count)
            throw new ArgumentException($"Tensor {tensor.Name} has {tensor.Count} values, but the span has {canonicalLength}.", "canonical");
        if (packedLength != tensor.Length)
            throw new ArgumentException($"Tensor {tensor.Name} takes {tensor.Length} floats, but the span has {packedLength}.", "packedTensor");
    }
}
