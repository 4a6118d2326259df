using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Evaluates nodes, one after the other, in double precision.</summary>
/// <param name="graph">The graph they are of.</param>
/// <param name="budget">What it may cost.</param>
internal sealed class GraphEvaluation(OnnxGraph graph, Budget budget)
{
    /// <summary>The values by name: those given, the constants that were used, and what nodes gave.</summary>
    public Dictionary<string, OnnxTensor> Values { get; } = [];

    /// <summary>Casts that change the type of values and do not round them.</summary>
    public IReadOnlySet<OnnxNode> Unrounded { get; init; } = new HashSet<OnnxNode>();

    /// <summary>A value that is given, a constant, or what a node gave; null for none.</summary>
    /// <exception cref="NodeException">A constant is not valid.</exception>
    public OnnxTensor? Find(string name)
    {
        if (Values.TryGetValue(name, out OnnxTensor? value)) return value;
        if (!graph.Initializers.TryGetValue(name, out TensorProto? proto)) return null;
        try
        {
            return Values[name] = TensorReading.Read(proto, graph.External);
        }
        catch (NodeException exception)
        {
            throw new NodeException($"takes the tensor {Quoted.Name(name)}, which {exception.What}", exception.Instead);
        }
    }

    /// <summary>Evaluates a node.</summary>
    /// <exception cref="NodeException">It cannot be evaluated.</exception>
    public void Run(OnnxNode node)
    {
        Operator known = OperatorCatalogue.Find(node) ?? throw new NodeException("The operator is not supported.");
        OnnxTensor?[] inputs = [.. node.Inputs.Select(input => input.Length == 0 ? null : Find(input)
            ?? throw new NodeException($"takes {Quoted.Name(input)}, which is not there."))];
        OnnxTensor?[] outputs = known.Evaluate(new OperatorCall(node, inputs, budget));
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (node.Outputs[i].Length == 0) continue;
            if (i >= outputs.Length || outputs[i] is not { } output) throw new NodeException($"has {node.Outputs.Length} outputs.", $"{outputs.Length}.");
            Values[node.Outputs[i]] = Unrounded.Contains(node) ? new OnnxTensor(output.ElementType, output.Dims, inputs[0]!.Reals) : output;
        }
    }
}
