using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;

namespace NetGen;

/// <summary>Writes safetensors: the same tensors always give the same bytes.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes all tensors of a network, in their order, in their canonical shapes.</summary>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite; nothing has been written.</exception>
    public static void Write(Stream stream, NetworkInfo network, ReadOnlySpan<float> parameters)
    {
        var tensors = new List<TensorData>();
        foreach (TensorInfo tensor in network.Tensors)
        {
            float[] values = new float[tensor.Count];
            TensorPacking.Unpack(tensor, parameters.Slice(tensor.Offset, tensor.Length), values);
            int index = Finite.IndexOfNonFinite(values);
            if (index >= 0) throw new InvalidOperationException($"Value {index} of tensor '{tensor.Name}' is {values[index]}; such weights are not saved.");
            tensors.Add(TensorData.Of<float>(tensor.Name, values, [.. tensor.Shape]));
        }

        Write(stream, Metadata(network), tensors);
    }

    /// <summary>What is said of the weights of a network.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Metadata(NetworkInfo network) =>
    [
        // What the transformers library asks for, to know the conventions of the shapes.
        new("format", "pt"), new("producer", "NetGen"), new("network", network.Name),
    ];

    /// <summary>Writes tensors, in their order.</summary>
    public static void Write(Stream stream, IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<TensorData> tensors)
    {
        var entries = new List<TensorEntry>();
        long position = 0;
        foreach (TensorData tensor in tensors)
        {
            entries.Add(new TensorEntry(tensor.Name, tensor.DataType, tensor.Shape, position, position + tensor.Bytes.Length));
            position += tensor.Bytes.Length;
        }

        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header)) SafetensorsHeader.Write(json, metadata, entries);
        int padding = -header.WrittenCount & (Alignment - 1);
        header.GetSpan(padding)[..padding].Fill((byte)' ');
        header.Advance(padding);

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        foreach (TensorData tensor in tensors) stream.Write(tensor.Bytes);
    }
}
