using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>A node of a graph, with the functions of the model in place.</summary>
/// <param name="Domain">The domain of its operator; empty for the standard's own.</param>
/// <param name="OpType">Its operator.</param>
/// <param name="Opset">The version of the domain that the model (or the function that the node comes from) imports.</param>
/// <param name="Name">Its name; the name of its first output where it has none.</param>
/// <param name="Inputs">The names of the values it takes; empty for an optional one that is not given.</param>
/// <param name="Outputs">The names of the values it gives; empty for an optional one that nobody wants.</param>
/// <param name="Attributes">Its attributes by name.</param>
internal sealed record OnnxNode(
    string Domain, string OpType, long Opset, string Name, ImmutableArray<string> Inputs, ImmutableArray<string> Outputs, Dictionary<string, AttributeProto> Attributes)
{
    /// <summary>How messages call it.</summary>
    public string Where => $"node {Quoted.Name(Name)} ({(Domain.Length == 0 ? OpType : $"{Domain}.{OpType}")})";

    /// <summary>An integer attribute, or what the standard says where it is missing.</summary>
    public long Integer(string name, long otherwise) => Find(name, AttributeProto.Types.AttributeType.Int)?.I ?? otherwise;

    /// <summary>A floating-point attribute, or what the standard says where it is missing.</summary>
    public float Real(string name, float otherwise) => Find(name, AttributeProto.Types.AttributeType.Float)?.F ?? otherwise;

    /// <summary>Text, or what the standard says where it is missing.</summary>
    public string Text(string name, string otherwise) => Find(name, AttributeProto.Types.AttributeType.String)?.S.ToStringUtf8() ?? otherwise;

    /// <summary>A list of integers; null where it is missing.</summary>
    public long[]? Integers(string name) => Find(name, AttributeProto.Types.AttributeType.Ints)?.Ints.ToArray();

    /// <summary>A list of floating-point numbers; null where it is missing.</summary>
    public float[]? Reals(string name) => Find(name, AttributeProto.Types.AttributeType.Floats)?.Floats.ToArray();

    /// <summary>A list of texts; null where it is missing.</summary>
    public string[]? Texts(string name) => Find(name, AttributeProto.Types.AttributeType.Strings)?.Strings.Select(text => text.ToStringUtf8()).ToArray();

    /// <summary>A tensor; null where it is missing.</summary>
    public TensorProto? Tensor(string name) => Find(name, AttributeProto.Types.AttributeType.Tensor)?.T;

    private AttributeProto? Find(string name, AttributeProto.Types.AttributeType type)
    {
        if (!Attributes.TryGetValue(name, out AttributeProto? attribute)) return null;

        // Files of the first version of the format do not say the type.
        bool isOfType = attribute.HasType && attribute.Type != AttributeProto.Types.AttributeType.Undefined
            ? attribute.Type == type
            : type switch
            {
                AttributeProto.Types.AttributeType.Int => attribute.HasI,
                AttributeProto.Types.AttributeType.Float => attribute.HasF,
                AttributeProto.Types.AttributeType.String => attribute.HasS,
                AttributeProto.Types.AttributeType.Tensor => attribute.T is not null,
                _ => true,
            };
        if (!isOfType) throw new NodeException($"has the attribute {name} of type {attribute.Type}.", $"{type}.");
        return attribute;
    }
}
