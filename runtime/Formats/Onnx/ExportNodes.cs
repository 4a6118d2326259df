using System;
using System.Collections.Generic;
using Google.Protobuf;
using NetGen.Formats.Onnx;
using Function = NetGen.Activation;

namespace NetGen.Formats;

/// <summary>The nodes of a graph in ONNX.</summary>
internal static class ExportNodes
{
    /// <summary>The nodes that apply an activation; none for identity.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The value it is applied to.</param>
    /// <param name="output">The value it gives.</param>
    /// <param name="sigmoid">A name for a value between, which SiLU needs: it has no operator of its own.</param>
    public static IEnumerable<NodeProto> Activation(DenseLayer layer, string input, string output, string sigmoid)
    {
        string name = $"{layer.Name}.{layer.Activation}";
        if (layer.Activation == Function.Identity) return [];
        if (layer.Activation == Function.SiLU) return [Node("Sigmoid", $"{layer.Name}.Sigmoid", sigmoid, input), Node("Mul", name, output, input, sigmoid)];

        // HardSwish has no attributes; its α and β are ⅙ and ½. Those of SELU are its defaults, and are written all the same.
        (string type, AttributeProto[] attributes) = layer.Activation switch
        {
            Function.ReLU => ("Relu", Array.Empty<AttributeProto>()),
            Function.LeakyReLU => ("LeakyRelu", [Float("alpha", layer.Alpha)]),
            Function.ELU => ("Elu", [Float("alpha", layer.Alpha)]),
            Function.SELU => ("Selu", [Float("alpha", 1.67326324f), Float("gamma", 1.05070099f)]),
            Function.GELU => ("Gelu", [Text("approximate", "none")]),
            Function.GELUTanh => ("Gelu", [Text("approximate", "tanh")]),
            Function.HardSigmoid => ("HardSigmoid", [Float("alpha", 1 / 6f), Float("beta", 0.5f)]),
            Function.Softmax => ("Softmax", [Int("axis", -1)]),
            Function.LogSoftmax => ("LogSoftmax", [Int("axis", -1)]),
            Function.Sigmoid or Function.Tanh or Function.Softplus or Function.HardSwish or Function.Mish => (layer.Activation.ToString(), []),
            _ => throw new ArgumentOutOfRangeException(nameof(layer), layer.Activation, "The activation is not known."),
        };
        NodeProto node = Node(type, name, output, input);
        node.Attribute.Add(attributes);
        return [node];
    }

    /// <summary>A node of one output.</summary>
    public static NodeProto Node(string type, string name, string output, params ReadOnlySpan<string> inputs)
    {
        var node = new NodeProto { OpType = type, Name = name };
        foreach (string input in inputs) node.Input.Add(input);
        node.Output.Add(output);
        return node;
    }

    /// <summary>An attribute with an integer.</summary>
    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static AttributeProto Float(string name, float value) => new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    private static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };
}
