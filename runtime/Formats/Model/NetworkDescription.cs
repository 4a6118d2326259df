using System;
using System.Buffers;
using System.Collections.Immutable;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace NetGen.Formats;

/// <summary>
/// The layers of a network as a line of JSON, which the metadata of a safetensors file has beside the weights, under <see cref="MetadataKey"/>:
/// <c>{"input":[64],"layers":[{"kind":"Dense","name":"dense1","units":32,"activation":"ReLU"},{"kind":"Dropout","name":"dropout1","rate":0.5},…]}</c>.
/// <c>alpha</c> is there where the activation has one.
/// </summary>
internal static class NetworkDescription
{
    /// <summary>The name of the description in the metadata.</summary>
    public const string MetadataKey = "architecture";

    // Deep enough for what is written here, and for nothing else.
    private const int MaxDepth = 8;

    /// <summary>Writes the description: the same layers always give the same text.</summary>
    public static string Write(ImmutableArray<int> inputShape, ImmutableArray<LayerInfo> layers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartArray("input");
            foreach (int size in inputShape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("layers");
            foreach (LayerInfo layer in layers) Write(json, layer);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads a description. Kinds and sizes are as the text says: whether they make a network is for the caller to check.</summary>
    /// <exception cref="InvalidDataException">The text is not a description.</exception>
    public static (ImmutableArray<int> InputShape, ImmutableArray<LayerInfo> Layers) Read(string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var shape = ImmutableArray.CreateBuilder<int>();
            foreach (JsonElement size in Get(document.RootElement, "input", JsonValueKind.Array).EnumerateArray()) shape.Add(Int(size, "input"));
            if (shape.Count == 0) throw new InvalidDataException("The input has no sizes.");
            var layers = ImmutableArray.CreateBuilder<LayerInfo>();
            ImmutableArray<int> current = shape.ToImmutable();
            foreach (JsonElement element in Get(document.RootElement, "layers", JsonValueKind.Array).EnumerateArray())
            {
                layers.Add(ReadLayer(element, current));
                current = layers[^1].OutputShape;
            }

            return (shape.ToImmutable(), layers.ToImmutable());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // GetString throws InvalidOperationException for an escaped surrogate that has no partner.
            throw new InvalidDataException($"The description of the layers is not valid JSON: {exception.Message}", exception);
        }
    }

    private static void Write(Utf8JsonWriter json, LayerInfo layer)
    {
        json.WriteStartObject();
        json.WriteString("kind", layer.Kind);
        json.WriteString("name", layer.Name);
        if (layer.Kind == "Dense")
        {
            json.WriteNumber("units", layer.OutputShape[0]);
            json.WriteString("activation", layer.Activation.ToString());
            if (layer.Activation is Activation.LeakyReLU or Activation.ELU) json.WriteNumber("alpha", layer.Alpha);
        }
        else if (layer.Kind == "Dropout")
        {
            json.WriteNumber("rate", layer.DropoutRate);
        }

        json.WriteEndObject();
    }

    private static LayerInfo ReadLayer(JsonElement element, ImmutableArray<int> inputShape)
    {
        string kind = Get(element, "kind", JsonValueKind.String).GetString()!, name = Get(element, "name", JsonValueKind.String).GetString()!;
        if (kind == "Dropout") return new LayerInfo(kind, name, inputShape) { DropoutRate = Float(element, "rate") };
        if (kind != "Dense") return new LayerInfo(kind, name, inputShape);

        string written = Get(element, "activation", JsonValueKind.String).GetString()!;
        int index = Array.IndexOf(Enum.GetNames<Activation>(), written);
        if (index < 0) throw new InvalidDataException($"Layer {SafetensorsHeader.Quote(name)} has the unknown activation {SafetensorsHeader.Quote(written)}.");
        Activation activation = Enum.GetValues<Activation>()[index];
        return new LayerInfo(kind, name, [Int(Get(element, "units", JsonValueKind.Number), "units")])
        {
            Activation = activation,
            Alpha = activation is Activation.LeakyReLU or Activation.ELU ? Float(element, "alpha") : 0f,
        };
    }

    private static JsonElement Get(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind == kind
            ? value
            : throw new InvalidDataException($"The description of the layers has no '{name}' of the kind {kind} where it needs one.");

    private static int Int(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value > 0
            ? value
            : throw new InvalidDataException($"A value of '{name}' in the description of the layers is not a positive integer.");

    private static float Float(JsonElement element, string name) =>
        Get(element, name, JsonValueKind.Number).TryGetSingle(out float value) && float.IsFinite(value)
            ? value
            : throw new InvalidDataException($"'{name}' in the description of the layers is not a finite number.");
}
