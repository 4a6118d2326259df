using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>Reads safetensors.</summary>
internal static class SafetensorsReader
{
    private const int LengthBytes = 8;

    /// <summary>
    /// Reads all tensors of a network into <paramref name="parameters"/>, in the layout of the parameter buffer. The stream must end with them. How much is
    /// allocated depends on the network and on bytes that are there, never on a length that the file declares.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not valid, or is not of this network.</exception>
    public static void Read(Stream stream, NetworkInfo network, Span<float> parameters)
    {
        List<TensorEntry> entries = SafetensorsHeader.Parse(ReadHeader(stream), out _);
        TensorInfo[] tensors = Match(entries, network);

        float[] values = new float[network.ParameterCount];
        int found = stream.ReadAtLeast(MemoryMarshal.AsBytes(values.AsSpan()), values.Length * sizeof(float), throwOnEndOfStream: false);
        if (found < values.Length * sizeof(float))
            throw new InvalidDataException($"The file ends after {found} of {(long)values.Length * sizeof(float)} bytes of data.");
        if (stream.ReadByte() >= 0) throw new InvalidDataException($"The file goes on after its {(long)values.Length * sizeof(float)} bytes of data.");
        LittleEndian.Convert(values.AsSpan());
        for (int i = 0; i < tensors.Length; i++)
        {
            ReadOnlySpan<float> tensor = values.AsSpan((int)(entries[i].Begin / sizeof(float)), tensors[i].Count);
            int index = Finite.IndexOfNonFinite(tensor);
            if (index >= 0) throw new InvalidDataException($"Value {index} of tensor '{tensors[i].Name}' is {tensor[index]}; every value must be finite.");
            TensorPacking.Pack(tensors[i], tensor, parameters.Slice(tensors[i].Offset, tensors[i].Length));
        }
    }

    /// <summary>Reads all tensors, whatever they are, in the order of their data. The stream must end with them, and be able to say how long it is.</summary>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static List<TensorData> Read(Stream stream, out Dictionary<string, string> metadata)
    {
        List<TensorEntry> entries = SafetensorsHeader.Parse(ReadHeader(stream), out metadata);
        long expected = entries.Count == 0 ? 0 : entries[^1].End, found = stream.Length - stream.Position;
        if (found != expected) throw new InvalidDataException($"The file has {found} bytes of data; its header says {expected}.");

        var tensors = new List<TensorData>(entries.Count);
        foreach (TensorEntry entry in entries)
        {
            byte[] bytes = new byte[entry.End - entry.Begin];
            stream.ReadExactly(bytes);
            tensors.Add(new TensorData(entry.Name, entry.DataType, entry.Shape, bytes));
        }

        return tensors;
    }

    private static byte[] ReadHeader(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw new InvalidDataException($"The file is shorter than the {LengthBytes} bytes that give the length of the header.");
        ulong declared = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (declared > SafetensorsHeader.MaxLength)
            throw new InvalidDataException($"The header is said to have {declared} bytes; the most is {SafetensorsHeader.MaxLength}.");

        int length = (int)declared;
        byte[] header = new byte[Math.Min(length, 4096)];
        int read = 0;
        while (true)
        {
            int found = stream.ReadAtLeast(header.AsSpan(read), header.Length - read, throwOnEndOfStream: false);
            if (read + found < header.Length)
                throw new InvalidDataException($"The header is said to have {length} bytes, and the file ends after {read + found}.");
            read += found;
            if (read == length) return header;
            Array.Resize(ref header, (int)Math.Min(length, 2L * read));
        }
    }

    /// <summary>The network's tensor for each entry of the file.</summary>
    private static TensorInfo[] Match(List<TensorEntry> entries, NetworkInfo network)
    {
        var missing = new OrderedDictionary<string, TensorInfo>(StringComparer.Ordinal);
        foreach (TensorInfo tensor in network.Tensors) missing.Add(tensor.Name, tensor);

        var tensors = new TensorInfo[entries.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            TensorEntry entry = entries[i];
            if (!missing.Remove(entry.Name, out TensorInfo? tensor))
                throw new InvalidDataException($"The file has tensor {SafetensorsHeader.Quote(entry.Name)}, which {network.Name} does not have.");
            string expected = Describe("F32", tensor.Shape), found = Describe(entry.DataType, entry.Shape);
            if (found != expected) throw new InvalidDataException($"Tensor '{tensor.Name}' of {network.Name} is {expected}; in the file it is {found}.");
            tensors[i] = tensor;
        }

        if (missing.Count > 0)
        {
            TensorInfo tensor = missing.GetAt(0).Value;
            throw new InvalidDataException($"The file lacks tensor '{tensor.Name}', {Describe("F32", tensor.Shape)}, of {network.Name}.");
        }

        return tensors;
    }

    private static string Describe<T>(string dataType, ImmutableArray<T> shape) => $"{dataType} [{string.Join(", ", shape)}]";
}
