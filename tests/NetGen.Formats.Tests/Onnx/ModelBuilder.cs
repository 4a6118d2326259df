using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using NetGen.Formats.Onnx;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Writes small ONNX models, valid or not.</summary>
internal sealed class ModelBuilder
{
    private readonly Random _random = new(7);

    public ModelBuilder(int opset = 13)
    {
        Model = new ModelProto { IrVersion = 8, ProducerName = "test", Graph = new GraphProto { Name = "small net" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = opset });
    }

    public ModelProto Model { get; }

    public byte[] Bytes => Model.ToByteArray();

    public MemoryStream Stream => new(Bytes);

    public ModelBuilder Domain(string domain, int version)
    {
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = version });
        return this;
    }

    /// <summary>An input; −1 for a dimension that is not fixed.</summary>
    public ModelBuilder Input(string name, params int[] dims) => Input(name, OnnxElementType.Float, dims);

    public ModelBuilder Input(string name, OnnxElementType type, params int[] dims)
    {
        Model.Graph.Input.Add(Value(name, type, dims));
        return this;
    }

    public ModelBuilder Output(string name, OnnxElementType type = OnnxElementType.Float)
    {
        Model.Graph.Output.Add(Value(name, type, null));
        return this;
    }

    /// <summary>A tensor of small random values.</summary>
    public ModelBuilder Weights(string name, params int[] dims) =>
        Floats(name, dims, [.. Enumerable.Range(0, dims.Aggregate(1, (a, b) => a * b)).Select(_ => _random.NextSingle() - 0.5f)]);

    /// <summary>A tensor of positive random values.</summary>
    public ModelBuilder Positive(string name, params int[] dims) =>
        Floats(name, dims, [.. Enumerable.Range(0, dims.Aggregate(1, (a, b) => a * b)).Select(_ => _random.NextSingle() + 0.5f)]);

    public ModelBuilder Scalar(string name, float value) => Floats(name, [], [value]);

    public ModelBuilder Floats(string name, int[] dims, float[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)OnnxElementType.Float, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())) };
        tensor.Dims.AddRange(dims.Select(size => (long)size));
        return Tensor(tensor);
    }

    public ModelBuilder Integers(string name, params long[] values)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)OnnxElementType.Int64 };
        tensor.Dims.Add(values.Length);
        tensor.Int64Data.AddRange(values);
        return Tensor(tensor);
    }

    public ModelBuilder Tensor(TensorProto tensor)
    {
        Model.Graph.Initializer.Add(tensor);
        return this;
    }

    /// <summary>A node <c>op(inputs) → outputs</c>, the names separated by blanks; <c>-</c> for an optional one that is not given.</summary>
    public ModelBuilder Node(string op, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        Model.Graph.Node.Add(NodeOf(op, inputs, outputs, attributes));
        return this;
    }

    public ModelBuilder Function(FunctionProto function)
    {
        Model.Functions.Add(function);
        return this;
    }

    public static NodeProto NodeOf(string op, string inputs, string outputs, params (string Name, object Value)[] attributes)
    {
        int dot = op.LastIndexOf('.');
        var node = new NodeProto { OpType = op[(dot + 1)..], Domain = dot < 0 ? "" : op[..dot], Name = $"{op[(dot + 1)..]} of {outputs}" };
        node.Input.AddRange(Names(inputs));
        node.Output.AddRange(Names(outputs));
        node.Attribute.AddRange(attributes.Select(attribute => Attribute(attribute.Name, attribute.Value)));
        return node;
    }

    public static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case int integer:
                (attribute.Type, attribute.I) = (AttributeProto.Types.AttributeType.Int, integer);
                break;
            case float real:
                (attribute.Type, attribute.F) = (AttributeProto.Types.AttributeType.Float, real);
                break;
            case string text:
                (attribute.Type, attribute.S) = (AttributeProto.Types.AttributeType.String, ByteString.CopyFromUtf8(text));
                break;
            case float[] reals:
                attribute.Type = AttributeProto.Types.AttributeType.Floats;
                attribute.Floats.AddRange(reals);
                break;
            case long[] integers:
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                attribute.Ints.AddRange(integers);
                break;
            case string[] texts:
                attribute.Type = AttributeProto.Types.AttributeType.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            case TensorProto tensor:
                (attribute.Type, attribute.T) = (AttributeProto.Types.AttributeType.Tensor, tensor);
                break;
            default:
                throw new NotSupportedException($"{value}");
        }

        return attribute;
    }

    private static IEnumerable<string> Names(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => name == "-" ? "" : name);

    private static ValueInfoProto Value(string name, OnnxElementType type, int[]? dims)
    {
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type };
        if (dims is not null)
        {
            tensor.Shape = new TensorShapeProto();
            foreach (int size in dims) tensor.Shape.Dim.Add(size < 0 ? new TensorShapeProto.Types.Dimension { DimParam = "N" }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
