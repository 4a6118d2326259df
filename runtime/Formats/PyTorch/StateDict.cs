using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace NetGen.Formats;

/// <summary>The tensors of a safetensors file, floating-point ones as <see cref="float"/>.</summary>
/// <param name="Tensors">The tensors, in the order of the file.</param>
/// <param name="Metadata">The metadata.</param>
internal sealed record StateDict(ImmutableArray<StateTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="ImportException">It is not a valid safetensors file.</exception>
    public static StateDict Read(Stream stream) => FileProblem.Guard(() =>
    {
        List<TensorData> tensors = SafetensorsReader.Read(stream, out Dictionary<string, string> metadata);
        return new StateDict([.. tensors.Select(tensor => new StateTensor(tensor.Name, tensor.DataType, tensor.Shape, Convert(tensor)))], metadata);
    });

    // Tensors of integers have no place in a network: what they are is said by their name and type.
    private static float[] Convert(TensorData tensor)
    {
        byte[] bytes = tensor.Bytes;
        switch (tensor.DataType)
        {
            case "F32":
                return tensor.Values<float>();
            case "F64":
                return Array.ConvertAll(tensor.Values<double>(), value => (float)value);
            case "F16":
                return Each(bytes, pair => (float)BinaryPrimitives.ReadHalfLittleEndian(pair));
            case "BF16":
                return Each(bytes, pair => BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(pair) << 16));
            default:
                return [];
        }
    }

    private static float[] Each(byte[] bytes, Func<ReadOnlySpan<byte>, float> read)
    {
        float[] values = new float[bytes.Length / 2];
        for (int i = 0; i < values.Length; i++) values[i] = read(bytes.AsSpan(2 * i, 2));
        return values;
    }
}

/// <summary>A tensor of a state dict.</summary>
/// <param name="Name">The name.</param>
/// <param name="DataType">The element type in the file, as safetensors names it.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Values">The values as <see cref="float"/>; none of an element type that is not floating-point.</param>
internal sealed record StateTensor(string Name, string DataType, ImmutableArray<long> Shape, float[] Values)
{
    /// <summary>Whether the element type is one that weights are read from.</summary>
    public bool IsFloat => DataType is "F32" or "F64" or "F16" or "BF16";

    /// <summary>The shape for a message: <c>F32 [10, 64]</c>.</summary>
    public string Description => $"{DataType} [{string.Join(", ", Shape)}]";
}
