using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Text.Json;
using System.Text.Unicode;

namespace NetGen;

/// <summary>
/// The header of a safetensors file (https://huggingface.co/docs/safetensors): a JSON object of tensors, with their element types, shapes and
/// places in the data that follow, and a <c>__metadata__</c> of strings. What is read is checked entirely: names are unique, and the tensors cover
/// the data without gap or overlap.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>The limit of the reference implementation, in bytes.</summary>
    public const int MaxLength = 100_000_000;

    /// <summary>More than any network has; a header of more would take hundreds of megabytes.</summary>
    public const int MaxTensors = 65_536;

    private const string MetadataName = "__metadata__";

    /// <summary>Reads the tensors, in the order of their data.</summary>
    /// <param name="header">The bytes of the header, padding included.</param>
    /// <param name="metadata">The metadata; none if the header has none.</param>
    /// <exception cref="InvalidDataException">The header is not valid.</exception>
    public static List<TensorEntry> Parse(ReadOnlySpan<byte> header, out Dictionary<string, string> metadata)
    {
        if (header.IsEmpty || header[0] != (byte)'{') throw new InvalidDataException("The header does not begin with '{'.");
        if (!Utf8.IsValid(header)) throw new InvalidDataException("The header is not valid UTF-8.");

        List<TensorEntry> tensors;
        try
        {
            metadata = new Dictionary<string, string>(StringComparer.Ordinal);
            tensors = ReadTensors(header, metadata);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // GetString throws InvalidOperationException for an escaped surrogate that has no partner.
            throw new InvalidDataException($"The header is not valid JSON: {exception.Message}", exception);
        }

        tensors.Sort(static (a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long position = 0;
        foreach (TensorEntry tensor in tensors)
        {
            if (tensor.Begin != position)
            {
                string fault = tensor.Begin < position ? "overlaps the tensor before it" : "leaves a gap";
                throw new InvalidDataException($"Tensor {Quote(tensor.Name)} {fault}: its data begin at byte {tensor.Begin}, not {position}.");
            }

            position = tensor.End;
        }

        return tensors;
    }

    /// <summary>Writes the header, with the tensors in the given order.</summary>
    public static void Write(Utf8JsonWriter json, IEnumerable<KeyValuePair<string, string>> metadata, IEnumerable<TensorEntry> tensors)
    {
        json.WriteStartObject();
        json.WriteStartObject(MetadataName);
        foreach ((string key, string value) in metadata) json.WriteString(key, value);
        json.WriteEndObject();
        foreach (TensorEntry tensor in tensors)
        {
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.DataType);
            json.WriteStartArray("shape");
            foreach (long size in tensor.Shape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(tensor.Begin);
            json.WriteNumberValue(tensor.End);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.Flush();
    }

    /// <summary>A name out of a file, short enough for a message.</summary>
    public static string Quote(string name) => name.Length <= 80 ? $"'{name}'" : $"'{name.AsSpan(0, 80)}…'";

    private static List<TensorEntry> ReadTensors(ReadOnlySpan<byte> header, Dictionary<string, string> metadata)
    {
        var json = new Utf8JsonReader(header);
        var tensors = new List<TensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Expect(ref json, JsonTokenType.StartObject, "the header");
        while (ReadName(ref json, out string name))
        {
            if (!names.Add(name)) throw new InvalidDataException($"The header names {Quote(name)} twice.");
            if (name == MetadataName) ReadMetadata(ref json, metadata);
            else if (tensors.Count < MaxTensors) tensors.Add(ReadTensor(ref json, name));
            else throw new InvalidDataException($"The header has more than {MaxTensors} tensors.");
        }

        // Nothing but white space may follow; the reader throws otherwise.
        json.Read();
        return tensors;
    }

    private static void ReadMetadata(ref Utf8JsonReader json, Dictionary<string, string> metadata)
    {
        Expect(ref json, JsonTokenType.StartObject, "the metadata");
        while (ReadName(ref json, out string key))
        {
            if (metadata.ContainsKey(key)) throw new InvalidDataException($"The metadata name {Quote(key)} twice.");
            Expect(ref json, JsonTokenType.String, "a value of the metadata");
            metadata.Add(key, json.GetString()!);
        }
    }

    private static TensorEntry ReadTensor(ref Utf8JsonReader json, string name)
    {
        string? dataType = null;
        ImmutableArray<long> shape = default, offsets = default;
        string what = $"tensor {Quote(name)}";
        Expect(ref json, JsonTokenType.StartObject, what);
        while (ReadName(ref json, out string key))
        {
            bool isRepeated = key switch
            {
                "dtype" => dataType is not null,
                "shape" => !shape.IsDefault,
                "data_offsets" => !offsets.IsDefault,
                _ => false,
            };
            if (isRepeated) throw new InvalidDataException($"Tensor {Quote(name)} has {Quote(key)} twice.");
            switch (key)
            {
                case "dtype":
                    Expect(ref json, JsonTokenType.String, $"the dtype of {what}");
                    dataType = json.GetString()!;
                    break;
                case "shape":
                    shape = ReadNumbers(ref json, $"the shape of {what}");
                    break;
                case "data_offsets":
                    offsets = ReadNumbers(ref json, $"the data_offsets of {what}");
                    break;
                default:
                    throw new InvalidDataException($"Tensor {Quote(name)} has {Quote(key)}, which the format does not know.");
            }
        }

        if (dataType is null || shape.IsDefault || offsets.IsDefault)
            throw new InvalidDataException($"Tensor {Quote(name)} needs a dtype, a shape and data_offsets.");
        if (offsets.Length != 2) throw new InvalidDataException($"Tensor {Quote(name)} has {offsets.Length} data_offsets instead of 2.");
        if (offsets[1] < offsets[0]) throw new InvalidDataException($"Tensor {Quote(name)} ends at byte {offsets[1]}, before it begins, at {offsets[0]}.");
        long length = ByteLength(dataType, shape, name);
        if (offsets[1] - offsets[0] != length)
        {
            throw new InvalidDataException(
                $"Tensor {Quote(name)}, {dataType} [{string.Join(", ", shape)}], takes {length} bytes, and its data_offsets {offsets[1] - offsets[0]}.");
        }

        return new TensorEntry(name, dataType, shape, offsets[0], offsets[1]);
    }

    private static long ByteLength(string dataType, ImmutableArray<long> shape, string name)
    {
        long length = dataType switch
        {
            "BOOL" or "U8" or "I8" or "F8_E4M3" or "F8_E5M2" => 1,
            "U16" or "I16" or "F16" or "BF16" => 2,
            "U32" or "I32" or "F32" => 4,
            "U64" or "I64" or "F64" => 8,
            _ => throw new InvalidDataException($"Tensor {Quote(name)} is of the unknown dtype {Quote(dataType)}."),
        };
        try
        {
            foreach (long size in shape) length = checked(length * size);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException($"The shape of tensor {Quote(name)} is too large.", exception);
        }

        return length;
    }

    private static ImmutableArray<long> ReadNumbers(ref Utf8JsonReader json, string what)
    {
        var numbers = ImmutableArray.CreateBuilder<long>();
        Expect(ref json, JsonTokenType.StartArray, what);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0)
                throw new InvalidDataException($"In {what}, every value must be an integer from 0 to {long.MaxValue}.");
            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }

    /// <summary>Reads a property's name; false at the end of the object.</summary>
    private static bool ReadName(ref Utf8JsonReader json, out string name)
    {
        json.Read();
        name = json.TokenType == JsonTokenType.PropertyName ? json.GetString()! : "";
        return json.TokenType == JsonTokenType.PropertyName;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType token, string what)
    {
        json.Read();
        if (json.TokenType != token) throw new InvalidDataException($"The JSON of {what} is a {json.TokenType} instead of a {token}.");
    }
}
