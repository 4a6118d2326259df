using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Reflection;
using System.Runtime.InteropServices;
using Google.Protobuf;
using NetGen.Formats.Onnx;

namespace NetGen.Formats;

/// <summary>
/// Writes networks as ONNX (https://onnx.ai/onnx/repo-docs/IR.html; operators: https://onnx.ai/onnx/operators), for ONNX Runtime and other programs. The input
/// is [batch, inputs], of any batch unless told otherwise; weights are as they are, bit for bit, in nodes and tensors named as the layers and tensors of the network. Dropout does
/// nothing in inference, and is left out.
/// </summary>
public static class OnnxExport
{
    /// <summary>Writes a network.</summary>
    /// <param name="network">A network that the generator wrote.</param>
    /// <param name="options">Names, the size of a batch, the version of the operators, a description; null for none of them.</param>
    /// <exception cref="ArgumentException">The network does not say what its layers are, or an option is out of range.</exception>
    public static byte[] ToOnnx(this INetwork network, OnnxExportOptions? options = null) => NetworkModel.Of(network).ToOnnx(options);

    /// <summary>Writes a network to a file, atomically: the file appears whole or not at all.</summary>
    /// <param name="network">A network that the generator wrote.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Names, the size of a batch, the version of the operators, a description; null for none of them.</param>
    /// <exception cref="ArgumentException">The network does not say what its layers are, or an option is out of range.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    public static void SaveOnnx(this INetwork network, string path, OnnxExportOptions? options = null) => NetworkModel.Of(network).SaveOnnx(path, options);

    /// <summary>Writes a model to a file, atomically: the file appears whole or not at all.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">Names, the size of a batch, the version of the operators, a description; null for none of them.</param>
    /// <exception cref="ImportException">The model is not a network.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    public static void SaveOnnx(this NetworkModel model, string path, OnnxExportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] bytes = model.ToOnnx(options);
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <summary>Writes a model; the same model always gives the same bytes.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">Names, the size of a batch, the version of the operators, a description; null for none of them.</param>
    /// <exception cref="ImportException">The model is not a network.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static byte[] ToOnnx(this NetworkModel model, OnnxExportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        options ??= new OnnxExportOptions();
        NetworkValidation.Require(model);
        Require(options, model);
        model = model with
        {
            InputNames = options.InputNames.IsDefaultOrEmpty ? model.InputNames : options.InputNames,
            ClassNames = options.ClassNames.IsDefaultOrEmpty ? model.ClassNames : options.ClassNames,
        };
        string description = options.Description ?? string.Create(CultureInfo.InvariantCulture,
            $"{model.Name}: {model.InputSize} inputs, {model.OutputSize} outputs, {model.ParameterCount} parameters.");
        var onnx = new ModelProto
        {
            // The versions that came with these operators; older programs read no newer ones.
            IrVersion = options.Opset == 20 ? 9 : 10,
            ProducerName = "NetGen",
            ProducerVersion = Version,
            DocString = description,
            Graph = Graph(model, options),
        };
        onnx.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = options.Opset });
        foreach ((string key, string value) in Metadata(model)) onnx.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = value });
        return onnx.ToByteArray();
    }

    private static void Require(OnnxExportOptions options, NetworkModel model)
    {
        if (options.Opset is < 20 or > 22) throw new ArgumentException($"Opset {options.Opset} is not written; 20 to 22 are.", nameof(options));
        if (string.IsNullOrEmpty(options.InputName) || string.IsNullOrEmpty(options.OutputName) || options.InputName == options.OutputName)
            throw new ArgumentException("The names of input and output must be two different ones.", nameof(options));
        if (options.BatchSize is < 1) throw new ArgumentException($"A batch of {options.BatchSize} samples is not written; 1 or more are.", nameof(options));
        Names(options.InputNames, model.InputSize, "inputs");
        Names(options.ClassNames, model.OutputSize, "outputs");

        void Names(ImmutableArray<string> names, int count, string values)
        {
            if (names.IsDefaultOrEmpty) return;
            if (names.Length != count) throw new ArgumentException($"There are {names.Length} names for the {count} {values} of {model.Name}.", nameof(options));
            if (names.IndexOf(null!) is >= 0 and int index) throw new ArgumentException($"Name {index} of the {values} is null.", nameof(options));
        }
    }

    private static string Version =>
        typeof(OnnxExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private static IEnumerable<(string Key, string Value)> Metadata(NetworkModel model)
    {
        yield return (ArchitectureMetadata.Architecture, ArchitectureMetadata.Describe(model.ToInfo()));
        if (!model.InputNames.IsDefaultOrEmpty) yield return (MetadataNames.Inputs, MetadataNames.Write(model.InputNames));
        if (!model.ClassNames.IsDefaultOrEmpty) yield return (MetadataNames.Classes, MetadataNames.Write(model.ClassNames));
    }

    private static GraphProto Graph(NetworkModel model, OnnxExportOptions options)
    {
        var graph = new GraphProto { Name = model.Name };
        graph.Input.Add(Value(options.InputName, options.BatchSize, model.InputSize));
        graph.Output.Add(Value(options.OutputName, options.BatchSize, model.OutputSize));
        foreach (ModelTensor tensor in model.Tensors()) graph.Initializer.Add(Initializer(tensor));

        string value = options.InputName;
        LayerModel last = model.Layers[^1];
        foreach (LayerModel layer in model.Layers)
        {
            string output = layer == last ? options.OutputName : Free($"{layer.Name}.output", options);
            if (layer is StandardizeLayer)
            {
                string difference = Free($"{layer.Name}.difference", options);
                graph.Node.Add(ExportNodes.Node("Sub", $"{layer.Name}.Sub", difference, value, $"{layer.Name}.mean"));
                graph.Node.Add(ExportNodes.Node("Div", layer.Name, output, difference, $"{layer.Name}.scale"));
                value = output;
            }
            else if (layer is DenseLayer dense)
            {
                string logits = dense.Activation == Activation.Identity ? output : Free($"{layer.Name}.logits", options);
                string[] inputs = dense.Bias is null ? [value, $"{layer.Name}.weight"] : [value, $"{layer.Name}.weight", $"{layer.Name}.bias"];
                NodeProto product = ExportNodes.Node("Gemm", layer.Name, logits, inputs);
                product.Attribute.Add(ExportNodes.Int("transB", 1));
                graph.Node.Add(product);
                graph.Node.AddRange(ExportNodes.Activation(dense, logits, output, Free($"{layer.Name}.sigmoid", options)));
                value = output;
            }
        }

        return graph;
    }

    // Names of layers have no dots, so those of values differ; only the caller's may be any.
    private static string Free(string name, OnnxExportOptions options) => name == options.InputName || name == options.OutputName ? name + "_" : name;

    private static ValueInfoProto Value(string name, int? batch, int size)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(batch is { } samples ? new TensorShapeProto.Types.Dimension { DimValue = samples } : new TensorShapeProto.Types.Dimension { DimParam = "batch" });
        shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorProto.Types.DataType.Float, Shape = shape } }
        };
    }

    private static TensorProto Initializer(ModelTensor tensor)
    {
        float[] values = [.. tensor.Values];
        LittleEndian.Convert(values.AsSpan());
        var proto = new TensorProto
        {
            Name = tensor.Name,
            DataType = (int)TensorProto.Types.DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan()))
        };
        foreach (int size in tensor.Shape) proto.Dims.Add(size);
        return proto;
    }
}
