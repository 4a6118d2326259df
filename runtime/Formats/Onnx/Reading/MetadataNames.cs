using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Google.Protobuf.Collections;

namespace NetGen.Formats.Onnx;

/// <summary>The names of inputs and classes in the metadata of a file, as <see cref="OnnxExport"/> writes them: a JSON array of texts.</summary>
internal static class MetadataNames
{
    /// <summary>The names of the features, one for each input.</summary>
    public const string Inputs = "input_names";

    /// <summary>The names of the classes, one for each output.</summary>
    public const string Classes = "class_names";

    /// <summary>The text of names.</summary>
    public static string Write(ImmutableArray<string> names) => $"[{string.Join(",", names.Select(name => $"\"{JsonEncodedText.Encode(name)}\""))}]";

    /// <summary>The names under a key; none where the file has none, or what is there is not so many names: other programs may mean something else by the key.</summary>
    public static ImmutableArray<string> Read(RepeatedField<StringStringEntryProto> metadata, string key, int count)
    {
        if (metadata.FirstOrDefault(entry => entry.Key == key) is not { } entry) return [];
        try
        {
            using JsonDocument document = JsonDocument.Parse(entry.Value);
            if (document.RootElement is not { ValueKind: JsonValueKind.Array } array || array.GetArrayLength() != count) return [];
            return array.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String) ? [.. array.EnumerateArray().Select(name => name.GetString()!)] : [];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or half of a surrogate pair.
            return [];
        }
    }
}
