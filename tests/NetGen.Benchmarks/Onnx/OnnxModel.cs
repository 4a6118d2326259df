using System;
using System.Runtime.InteropServices;
using Google.Protobuf;
using NetGen.Benchmarks.Peers;

namespace NetGen.Benchmarks.Onnx;

/// <summary>Writes a dense network as an ONNX model: Gemm (y = x·Wᵀ + b, the weights as they are) and an activation for each layer.</summary>
internal static class OnnxModel
{
    public const string InputName = "x";
    public const string OutputName = "y";

    private const int FloatType = 1;
    private const int IntegerAttribute = 2;

    /// <summary>The bytes of the model file for a fixed batch.</summary>
    public static byte[] Write(DenseWeights[] layers, int batch)
    {
        var graph = new GraphProto { Name = "network" };
        graph.Input.Add(Value(InputName, batch, layers[0].Inputs));
        graph.Output.Add(Value(OutputName, batch, layers[^1].Outputs));
        string x = InputName;
        for (int index = 0; index < layers.Length; index++)
        {
            string y = index == layers.Length - 1 ? OutputName : $"h{index}";
            AddLayer(graph, layers[index], index, x, y);
            x = y;
        }

        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 17 });
        return model.ToByteArray();
    }

    private static void AddLayer(GraphProto graph, DenseWeights layer, int index, string x, string y)
    {
        string? activation = layer.Activation switch
        {
            Activation.Identity => null,
            Activation.ReLU => "Relu",
            Activation.Tanh => "Tanh",
            Activation.Softmax => "Softmax",
            _ => throw new NotSupportedException($"The writer does not know {layer.Activation}."),
        };
        graph.Initializer.Add(Tensor($"w{index}", layer.Weights, layer.Outputs, layer.Inputs));
        graph.Initializer.Add(Tensor($"b{index}", layer.Biases, layer.Outputs));
        string z = activation is null ? y : $"z{index}";
        var gemm = new NodeProto { OpType = "Gemm", Input = { x, $"w{index}", $"b{index}" }, Output = { z } };
        gemm.Attribute.Add(new AttributeProto { Name = "transB", Type = IntegerAttribute, I = 1 });
        graph.Node.Add(gemm);
        if (activation is not null) graph.Node.Add(new NodeProto { OpType = activation, Input = { z }, Output = { y } });
    }

    private static TensorProto Tensor(string name, float[] values, params long[] dimensions) => new()
    {
        Name = name,
        DataType = FloatType,
        Dims = { dimensions },
        RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values.AsSpan())),
    };

    private static ValueInfoProto Value(string name, params long[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (long dimension in dimensions) shape.Dim.Add(new TensorShapeProto.Types.Dimension { DimValue = dimension });
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = FloatType, Shape = shape } } };
    }
}
