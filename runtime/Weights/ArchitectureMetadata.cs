using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>What a file of weights says of the network they belong to, in its metadata: enough to write the network's declaration again.</summary>
internal static class ArchitectureMetadata
{
    /// <summary>The name of the fingerprint: see <see cref="NetworkInfo.Fingerprint"/>.</summary>
    public const string Fingerprint = "fingerprint";

    /// <summary>The name of the description, a JSON object.</summary>
    public const string Architecture = "architecture";

    /// <summary>Both, of a network that knows its layers.</summary>
    public static KeyValuePair<string, string>[] Of(NetworkInfo network) => [new(Architecture, Describe(network)), new(Fingerprint, network.Fingerprint)];

    /// <summary>The description: <c>{"input":[64],"layers":[{"kind":"Dense","name":"dense1","units":32,"activation":"ReLU"}]}</c>, with alpha and rate where a layer has them.</summary>
    public static string Describe(NetworkInfo network)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteStartArray("input");
            foreach (int size in network.InputShape) json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("layers");
            foreach (LayerInfo layer in network.Layers) WriteLayer(json, layer);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static void WriteLayer(Utf8JsonWriter json, LayerInfo layer)
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

        if (layer.Kind == "Dropout") json.WriteNumber("rate", layer.DropoutRate);
        json.WriteEndObject();
    }
}
