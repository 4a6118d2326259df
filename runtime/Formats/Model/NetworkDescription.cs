using System;
using System.Collections.Immutable;
using System.IO;
using System.Text.Json;

namespace NetGen.Formats;

/// <summary>
/// Reads the description of a network that the metadata of a safetensors file has beside the weights, as <see cref="ArchitectureMetadata.Describe"/> writes it:
/// <c>{"input":[64],"layers":[{"kind":"Dense","name":"dense1","units":32,"activation":"ReLU"},{"kind":"Dropout","name":"dropout1","rate":0.5},…]}</c>.
/// </summary>
internal static class NetworkDescription
{
    // Deep enough for what is written, and for nothing else.
    private const int MaxDepth = 8;

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
            Alpha = element.TryGetProperty("alpha", out _) ? Float(element, "alpha") : 0f,
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
