using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen;

/// <summary>Writes safetensors: the same tensors always give the same bytes.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    // A description is JSON inside a string: quotes as \" instead of \u0022.
    private static readonly JsonWriterOptions _options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All tensors of a network, in their order, in their canonical shapes.</summary>
    /// <param name="network">The network.</param>
    /// <param name="parameters">Its parameter buffer.</param>
    /// <param name="type">The type of the weights.</param>
    /// <param name="report">The largest error of a weight, and where it is.</param>
    /// <exception cref="InvalidOperationException">A parameter is NaN or infinite, or too large for the type.</exception>
    public static List<TensorData> TensorsOf(NetworkInfo network, ReadOnlySpan<float> parameters, WeightType type, out SaveReport report)
    {
        report = default;
        var tensors = new List<TensorData>();
        foreach (TensorInfo tensor in network.Tensors)
        {
            float[] values = new float[tensor.Count];
            TensorPacking.Unpack(tensor, parameters.Slice(tensor.Offset, tensor.Length), values);
            int index = Finite.IndexOfNonFinite(values);
            if (index >= 0) throw new InvalidOperationException($"Value {index} of tensor '{tensor.Name}' is {values[index]}; such weights are not saved.");
            WeightType written = tensor.IsTrained ? type : WeightType.Float32;
            byte[] bytes = WeightTypes.ToBytes(written, values);
            tensors.Add(new TensorData(tensor.Name, WeightTypes.NameOf(written), [.. tensor.Shape], bytes));
            if (written != WeightType.Float32) Measure(tensor, written, values, bytes, ref report);
        }

        return tensors;
    }

    /// <summary>What is said of the weights of a network.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Metadata(NetworkInfo network) =>
    [
        // What the transformers library asks for, to know the conventions of the shapes.
        new("format", "pt"),
        new("producer", "NetGen"),
        new("network", network.Name),
        .. network.Layers.IsEmpty ? [] : ArchitectureMetadata.Of(network),
    ];

    /// <summary>Writes tensors, in their order, and returns the number of bytes.</summary>
    public static long Write(Stream stream, IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<TensorData> tensors)
    {
        var entries = new List<TensorEntry>();
        long position = 0;
        foreach (TensorData tensor in tensors)
        {
            entries.Add(new TensorEntry(tensor.Name, tensor.DataType, tensor.Shape, position, position + tensor.Bytes.Length));
            position += tensor.Bytes.Length;
        }

        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header, _options)) SafetensorsHeader.Write(json, metadata, entries);
        int padding = -header.WrittenCount & (Alignment - 1);
        header.GetSpan(padding)[..padding].Fill((byte)' ');
        header.Advance(padding);

        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.WrittenCount);
        stream.Write(length);
        stream.Write(header.WrittenSpan);
        foreach (TensorData tensor in tensors) stream.Write(tensor.Bytes);
        return length.Length + header.WrittenCount + position;
    }

    private static void Measure(TensorInfo tensor, WeightType type, ReadOnlySpan<float> values, byte[] bytes, ref SaveReport report)
    {
        float[] rounded = new float[values.Length];
        WeightTypes.ToFloats(type, bytes, rounded);
        int index = Finite.IndexOfNonFinite(rounded);
        if (index >= 0) throw new InvalidOperationException($"Value {index} of tensor '{tensor.Name}' is {values[index]}, too large for {type}.");
        float error = WeightTypes.LargestError(values, rounded);
        if (error > report.LargestError) report = report with { LargestError = error, Tensor = tensor.Name };
    }
}
