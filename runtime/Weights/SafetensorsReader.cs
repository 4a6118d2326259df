using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;

namespace NetGen;

/// <summary>Reads safetensors.</summary>
internal static class SafetensorsReader
{
    private const int SkippedAtOnce = 4096;

    /// <summary>
    /// Reads all tensors of a network into <paramref name="parameters"/>, in the layout of the parameter buffer. The stream must end with them. How much is
    /// allocated depends on the network and on bytes that are there, never on a length that the file declares.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is not valid, or is not of this network.</exception>
    public static void Read(Stream stream, NetworkInfo network, Span<float> parameters)
    {
        List<TensorEntry> entries = SafetensorsHeader.Parse(SafetensorsPrefix.ReadHeader(stream), out Dictionary<string, string> metadata);
        RequireFingerprint(metadata, network);
        TensorInfo?[] tensors = Match(entries, network);

        byte[] bytes = new byte[SkippedAtOnce];
        for (int i = 0; i < tensors.Length; i++)
        {
            if (tensors[i] is not { } tensor)
            {
                for (long at = entries[i].Begin; at < entries[i].End; at += SkippedAtOnce)
                    ReadBytes(stream, bytes.AsSpan(0, (int)Math.Min(entries[i].End - at, SkippedAtOnce)), at, entries[^1].End);
                continue;
            }

            int length = (int)(entries[i].End - entries[i].Begin);
            if (bytes.Length < length) bytes = new byte[length];
            ReadBytes(stream, bytes.AsSpan(0, length), entries[i].Begin, entries[^1].End);
            WeightType type = WeightTypes.Find(entries[i].DataType)!.Value;
            float[] values = new float[tensor.Count];
            WeightTypes.ToFloats(type, bytes.AsSpan(0, length), values);
            int index = Finite.IndexOfNonFinite(values);
            if (index >= 0) throw new InvalidDataException($"Value {index} of tensor '{tensor.Name}' is {values[index]}; every value must be finite.");
            TensorPacking.Pack(tensor, values, parameters.Slice(tensor.Offset, tensor.Length));
        }

        if (stream.ReadByte() >= 0) throw new InvalidDataException($"The file goes on after its {entries[^1].End} bytes of data.");
    }

    /// <summary>Reads all tensors, whatever they are, in the order of their data. The stream must end with them, and be able to say how long it is.</summary>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static List<TensorData> Read(Stream stream, out Dictionary<string, string> metadata)
    {
        List<TensorEntry> entries = SafetensorsHeader.Parse(SafetensorsPrefix.ReadHeader(stream), out metadata);
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

    private static void ReadBytes(Stream stream, Span<byte> bytes, long position, long end)
    {
        int found = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (found < bytes.Length) throw new InvalidDataException($"The file ends after {position + found} of {end} bytes of data.");
    }

    /// <summary>Two networks may have tensors of the same names and shapes, and yet compute something else.</summary>
    private static void RequireFingerprint(Dictionary<string, string> metadata, NetworkInfo network)
    {
        if (!network.Layers.IsEmpty && metadata.TryGetValue(ArchitectureMetadata.Fingerprint, out string? found) && found != network.Fingerprint)
        {
            string description = metadata.GetValueOrDefault(ArchitectureMetadata.Architecture, "not described");
            throw new InvalidDataException(
                $"The file is of the architecture {SafetensorsHeader.Quote(found)}, {description[..Math.Min(description.Length, 1000)]}; {network.Name} is of '{network.Fingerprint}', {ArchitectureMetadata.Describe(network)}.");
        }
    }

    /// <summary>The network's tensor for each entry of the file; null for the samples that a network carries to check itself.</summary>
    private static TensorInfo?[] Match(List<TensorEntry> entries, NetworkInfo network)
    {
        var missing = new OrderedDictionary<string, TensorInfo>(StringComparer.Ordinal);
        foreach (TensorInfo tensor in network.Tensors) missing.Add(tensor.Name, tensor);

        var tensors = new TensorInfo?[entries.Count];
        for (int i = 0; i < tensors.Length; i++)
        {
            TensorEntry entry = entries[i];
            if (entry.Name is SelfCheckSamples.Inputs or SelfCheckSamples.Outputs) continue;
            if (!missing.Remove(entry.Name, out TensorInfo? tensor))
                throw new InvalidDataException($"The file has tensor {SafetensorsHeader.Quote(entry.Name)}, which {network.Name} does not have.");
            string expected = Describe("F32", tensor.Shape), found = Describe(entry.DataType, entry.Shape);
            if (WeightTypes.Find(entry.DataType) is null || Describe("F32", entry.Shape) != expected)
                throw new InvalidDataException($"Tensor '{tensor.Name}' of {network.Name} is {expected}; in the file it is {found}.");
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
