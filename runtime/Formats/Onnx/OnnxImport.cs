using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using NetGen.Formats.Onnx;

namespace NetGen.Formats;

/// <summary>
/// Imports dense networks from ONNX files (github.com/onnx/onnx, docs/IR.md) of versions 7 to 24 of the operators: what PyTorch, Keras and scikit-learn write
/// for layers that are fully connected, in whatever spelling. A file of which anything cannot be imported exactly is refused as a whole, with everything that
/// is wrong with it.
/// </summary>
public static class OnnxImport
{
    private const int OldestOpset = 7;

    /// <summary>Reads a file. Data of tensors may be in other files in its folder.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file does not say; null for nothing.</param>
    /// <exception cref="ImportException">The file cannot be imported; it names all reasons.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ArgumentException">The name in <paramref name="options"/> is no identifier.</exception>
    public static OnnxModel Read(string path, OnnxImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = RegularFile.Open(path);
        return Read(stream, Path.GetFileNameWithoutExtension(path), options, new ExternalData(Path.GetDirectoryName(Path.GetFullPath(path))!));
    }

    /// <summary>Reads a file. Data of tensors cannot be in other files.</summary>
    /// <param name="stream">The file, read to its end.</param>
    /// <param name="name">What to call it in messages, and the class where neither the graph nor <paramref name="options"/> has a name.</param>
    /// <param name="options">What the file does not say; null for nothing.</param>
    /// <exception cref="ImportException">The file cannot be imported; it names all reasons.</exception>
    public static OnnxModel Read(Stream stream, string name, OnnxImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Read(stream, name, options, external: null);
    }

    private static OnnxModel Read(Stream stream, string name, OnnxImportOptions? options, ExternalData? external)
    {
        if (options?.Name is { } given && !NetworkValidation.IsClassName(given)) throw new ArgumentException($"'{given}' is not the name of a class.", nameof(options));
        string file = Quoted.Name(name);
        byte[] bytes = ProtobufReading.ReadAll(stream, file);
        ModelProto proto = ProtobufReading.Parse(ModelProto.Parser, bytes, file);
        long opset = FunctionInlining.Versions(proto.OpsetImport).GetValueOrDefault("");
        if (opset is not (>= OldestOpset and <= OperatorCatalogue.NewestOpset))
        {
            string what = opset == 0 ? "The file does not say which version of the operators it means." : $"The file means version {opset} of the operators.";
            throw new ImportException([new ImportProblem(file, what, $"{OldestOpset} to {OperatorCatalogue.NewestOpset}.")]);
        }

        OnnxGraph graph = GraphReading.Read(proto, file, external);
        var notes = new List<string>();
        GraphEnds ends = GraphEnds.Choose(graph, options?.Output, notes);
        GraphLowering.Result result = GraphLowering.Lower(graph, ends, bytes.Length, notes);
        string className = options?.Name ?? ClassNaming.Of(graph.Name, name);
        var network = new NetworkModel(className, result.InputSize, result.Layers);
        ImmutableArray<string> labels = [.. ClassLabels.Find(graph, ends)];
        network = network with
        {
            InputNames = MetadataNames.Read(proto.MetadataProps, MetadataNames.Inputs, network.InputSize),
            ClassNames = labels.IsEmpty ? MetadataNames.Read(proto.MetadataProps, MetadataNames.Classes, network.OutputSize) : labels,
        };
        return new OnnxModel(network, graph, ends, result)
        {
            Notes = [.. notes.Distinct()],
            Producer = $"{proto.ProducerName} {proto.ProducerVersion}".Trim(),
            Opset = opset,
        };
    }
}
