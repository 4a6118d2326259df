using System.Collections.Generic;
using System.Collections.Immutable;

namespace NetGen.Formats.Onnx;

/// <summary>Whether nodes are of operators, in versions, that can be evaluated.</summary>
internal static class OperatorCheck
{
    /// <summary>Names every node that cannot be evaluated.</summary>
    /// <exception cref="ImportException">There is one.</exception>
    public static void Check(ImmutableArray<OnnxNode> nodes)
    {
        var problems = new List<ImportProblem>();
        foreach (OnnxNode node in nodes)
        {
            if (Problem(node) is { } problem) problems.Add(problem);
        }

        if (problems.Count > 0) throw new ImportException([.. problems]);
    }

    /// <summary>What keeps a node from being evaluated; null for nothing.</summary>
    public static ImportProblem? Problem(OnnxNode node)
    {
        if (OperatorCatalogue.Find(node) is not { } known) return new ImportProblem(node.Where, "The operator is not supported.", SymbolicNodes.Supported);
        if (node.Opset >= known.Since) return null;
        return new ImportProblem(node.Where, $"The model means version {node.Opset} of the operators.", $"version {known.Since} and later, for this operator.");
    }
}
