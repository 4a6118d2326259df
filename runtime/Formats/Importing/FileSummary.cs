using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetGen.Formats.Onnx;

namespace NetGen.Formats;

/// <summary>What is in a file, whether or not it is a network.</summary>
/// <param name="Properties">What the file says of itself.</param>
/// <param name="Parts">Tensors, arrays or layers.</param>
/// <param name="Nodes">The operators of a graph; none in other formats.</param>
internal sealed record FileSummary(ImmutableArray<(string Key, string Value)> Properties, ImmutableArray<FilePart> Parts,
    ImmutableArray<(string Name, string Type, string Values)> Nodes)
{
    /// <summary>Reads a safetensors file.</summary>
    public static FileSummary OfSafetensors(string path)
    {
        using FileStream stream = RegularFile.Open(path);
        StateDict state = StateDict.Read(stream);
        return new FileSummary(
            [.. state.Metadata.Select(pair => (pair.Key, pair.Value))],
            [.. state.Tensors.Select(tensor => new FilePart(tensor.Name, tensor.DataType, string.Join(", ", tensor.Shape)))],
            []);
    }

    /// <summary>Reads an npz file; arrays that cannot be read are parts as well, with the reason.</summary>
    public static FileSummary OfNpz(string path)
    {
        using FileStream stream = RegularFile.Open(path);
        var builder = new NetworkBuilder();
        List<(string Name, NpyArray Array)> arrays = NpzReader.Read(stream, builder);
        return new FileSummary(
            [.. builder.Problems.Select(problem => (problem.Where, problem.What))],
            [.. arrays.Select(array => new FilePart(array.Name, array.Array.Descr, string.Join(", ", array.Array.Shape)))],
            []);
    }

    /// <summary>Reads a file of Keras JSON.</summary>
    public static FileSummary OfKeras(string path) => FileProblem.Guard(() =>
    {
        using FileStream stream = RegularFile.Open(path);
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        if (!KerasJson.TryGet(root, "layers", JsonValueKind.Array, out JsonElement layers))
            throw FileProblem.Of("it has no layers.", "what RTNeural's exporter writes.");
        if (layers.GetArrayLength() > NetworkValidation.MaxLayers)
            throw FileProblem.Of($"it has {layers.GetArrayLength()} layers.", $"at most {NetworkValidation.MaxLayers}.");
        return new FileSummary(
            KerasJson.TryGet(root, "in_shape", JsonValueKind.Array, out JsonElement shape) ? [("in_shape", shape.GetRawText())] : [],
            [.. layers.EnumerateArray().Select((layer, index) =>
                new FilePart($"layer {index}", Text(layer, "type"), $"{Shape(layer)} {Text(layer, "activation")}".Trim()))],
            []);

        static string Text(JsonElement layer, string name) =>
            KerasJson.TryGet(layer, name, JsonValueKind.String, out JsonElement text) ? KerasJson.Text(text) : "";
        static string Shape(JsonElement layer) =>
            KerasJson.TryGet(layer, "shape", JsonValueKind.Array, out JsonElement shape) ? KerasJson.LastSize(shape).ToString() : "";
    });

    /// <summary>Reads an ONNX file.</summary>
    public static FileSummary OfOnnx(string path)
    {
        using FileStream stream = RegularFile.Open(path);
        ModelProto model = ProtobufReading.Parse(ModelProto.Parser, ProtobufReading.ReadAll(stream, "the file"), "the file");
        GraphProto graph = model.Graph ?? new GraphProto();
        return new FileSummary(
            [
                ("producer", $"{model.ProducerName} {model.ProducerVersion}".Trim()),
                ("ir_version", $"{model.IrVersion}"),
                .. model.OpsetImport.Select(opset => ($"opset {(opset.Domain.Length == 0 ? "ai.onnx" : opset.Domain)}", $"{opset.Version}")),
                .. model.DocString.Length > 0 ? [("doc_string", model.DocString)] : ImmutableArray<(string, string)>.Empty,
                .. graph.Input.Select(input => ("input", Value(input))),
                .. graph.Output.Select(output => ("output", Value(output))),
                .. model.MetadataProps.Select(property => (property.Key, property.Value)),
            ],
            [.. graph.Initializer.Select(tensor =>
                new FilePart(tensor.Name, $"{(TensorProto.Types.DataType)tensor.DataType}", string.Join(", ", tensor.Dims)))],
            [.. graph.Node.Select(node => (node.Name, node.OpType, $"{string.Join(", ", node.Input)} → {string.Join(", ", node.Output)}"))]);
    }

    private static string Value(ValueInfoProto value)
    {
        IEnumerable<TensorShapeProto.Types.Dimension> shape = value.Type?.TensorType?.Shape?.Dim ?? [];
        return $"{value.Name} [{string.Join(", ", shape.Select(size => size.HasDimValue ? $"{size.DimValue}" : size.HasDimParam ? size.DimParam : "?"))}]";
    }
}

/// <summary>A tensor, an array or a layer of a file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The element type, or the type of the layer.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record FilePart(string Name, string Type, string Shape);
