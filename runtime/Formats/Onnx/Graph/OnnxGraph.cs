using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>A graph that has been checked: every value is given once, and before it is used.</summary>
/// <param name="Name">Its name; may be empty.</param>
/// <param name="Inputs">What has to be given.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="Nodes">Its nodes, in an order in which they can be evaluated.</param>
/// <param name="Initializers">Its constants, still as the file has them.</param>
/// <param name="External">Reads data beside the file; null where there are none.</param>
internal sealed record OnnxGraph(
    string Name,
    ImmutableArray<OnnxValue> Inputs,
    ImmutableArray<OnnxValue> Outputs,
    ImmutableArray<OnnxNode> Nodes,
    Dictionary<string, TensorProto> Initializers,
    ExternalData? External)
{
    /// <summary>The part of the graph that some values need.</summary>
    public ImmutableArray<OnnxNode> NodesFor(IEnumerable<string> values)
    {
        var wanted = new HashSet<string>(values);
        var nodes = new List<OnnxNode>();
        foreach (OnnxNode node in Nodes.Reverse())
        {
            if (!node.Outputs.Any(wanted.Contains)) continue;
            wanted.UnionWith(node.Inputs);
            nodes.Add(node);
        }

        nodes.Reverse();
        return [.. nodes];
    }
}

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements; undefined for what is not a tensor.</param>
/// <param name="Dims">The sizes of its dimensions, −1 for one that is not fixed; null where the file does not say.</param>
internal sealed record OnnxValue(string Name, OnnxElementType Type, long[]? Dims)
{
    /// <summary>Of the file's description.</summary>
    public static OnnxValue Of(ValueInfoProto proto)
    {
        TypeProto.Types.Tensor? tensor = proto.Type?.TensorType;
        return new OnnxValue(proto.Name, (OnnxElementType)(tensor?.ElemType ?? 0),
            tensor?.Shape?.Dim.Select(dim => dim.HasDimValue && dim.DimValue >= 0 ? dim.DimValue : -1).ToArray());
    }
}
