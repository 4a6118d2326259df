using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace NetGen;

/// <summary>Writes the tensors of a network as safetensors: the same parameters always give the same bytes.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>Writes all tensors, in their order, in their canonical shapes.</summary>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite; nothing has been written.</exception>
    public static void Write(Stream stream, NetworkInfo network, ReadOnlySpan<float> parameters)
    {
        var entries = new List<TensorEntry>();
        float[] values = new float[network.ParameterCount];
        int position = 0;
        foreach (TensorInfo tensor in network.Tensors)
        {
            Span<float> destination = values.AsSpan(position, tensor.Count);
            TensorPacking.Unpack(tensor, parameters.Slice(tensor.Offset, tensor.Length), destination);
            int index = Finite.IndexOfNonFinite(destination);
            if (index >= 0)
                throw new InvalidOperationException($"Value {index} of tensor '{tensor.Name}' is {destination[index]}; such weights are not saved.");

            long begin = (long)position * sizeof(float);
            entries.Add(new TensorEntry(tensor.Name, "F32", [.. tensor.Shape], begin, begin + (long)tensor.Count * sizeof(float)));
            position += tensor.Count;
        }

        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        // "format" is what the transformers library asks for, to know the conventions of the shapes.
        var metadata = new KeyValuePair<string, string>[] { new("format", "pt"), new("producer", "NetGen"), new("network", network.Name) };
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header)) SafetensorsHeader.Write(json, metadata, entries);
        int padding = -header.WrittenCount & (Alignment - 1);
        header.GetSpan(padding)[..padding].Fill((byte)' ');
        header.Advance(padding);

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        stream.Write(MemoryMarshal.AsBytes(values.AsSpan()));
    }
}
