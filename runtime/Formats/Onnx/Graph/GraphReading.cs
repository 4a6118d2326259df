using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>
/// Makes a graph of a model: puts its functions in place and checks that every value is given once, and before it is used, as the standard wants it.
/// </summary>
internal static class GraphReading
{
    /// <summary>Reads the graph.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">What to call the file in messages.</param>
    /// <param name="external">Reads data beside the file; null where there are none.</param>
    /// <exception cref="ImportException">The graph is not valid.</exception>
    public static OnnxGraph Read(ModelProto model, string name, ExternalData? external)
    {
        var problems = new List<ImportProblem>();
        if (model.Graph is not { } proto) throw new ImportException([new ImportProblem(name, "The file has no graph.")]);

        var initializers = new Dictionary<string, TensorProto>();
        foreach (TensorProto tensor in proto.Initializer)
        {
            if (!initializers.TryAdd(tensor.Name, tensor))
                problems.Add(new ImportProblem($"tensor {Quoted.Name(tensor.Name)}", "There are two initializers of that name."));
        }

        foreach (SparseTensorProto sparse in proto.SparseInitializer)
            problems.Add(new ImportProblem($"tensor {Quoted.Name(sparse.Values?.Name ?? "")}", "The initializer is sparse.", "a dense one."));

        ImmutableArray<OnnxNode> nodes = FunctionInlining.Inline(model, problems);
        ImmutableArray<OnnxValue> inputs = [.. proto.Input.Select(OnnxValue.Of).Where(input => !initializers.ContainsKey(input.Name))];
        ImmutableArray<OnnxValue> outputs = [.. proto.Output.Select(OnnxValue.Of)];

        if (problems.Count == 0) CheckNames(inputs, outputs, nodes, initializers, problems);
        if (problems.Count > 0) throw new ImportException([.. problems]);
        return new OnnxGraph(proto.Name, inputs, outputs, nodes, initializers, external);
    }

    private static void CheckNames(
        ImmutableArray<OnnxValue> inputs,
        ImmutableArray<OnnxValue> outputs,
        ImmutableArray<OnnxNode> nodes,
        Dictionary<string, TensorProto> initializers,
        List<ImportProblem> problems)
    {
        var known = new HashSet<string>(initializers.Keys);
        foreach (OnnxValue input in inputs)
        {
            if (!known.Add(input.Name)) problems.Add(new ImportProblem($"input {Quoted.Name(input.Name)}", "There are two inputs of that name."));
        }

        foreach (OnnxNode node in nodes)
        {
            foreach (string input in node.Inputs)
            {
                if (input.Length > 0 && !known.Contains(input))
                    problems.Add(new ImportProblem(node.Where, $"It takes {Quoted.Name(input)}, which nothing before it gives.",
                        "nodes in an order in which each takes what is there."));
            }

            foreach (string output in node.Outputs)
            {
                if (output.Length > 0 && !known.Add(output)) problems.Add(new ImportProblem(node.Where, $"It gives {Quoted.Name(output)}, which is there already."));
            }
        }

        foreach (OnnxValue output in outputs)
        {
            if (!known.Contains(output.Name)) problems.Add(new ImportProblem($"output {Quoted.Name(output.Name)}", "Nothing gives it."));
        }
    }
}
