using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Makes a network of a graph.</summary>
internal static class GraphLowering
{
    /// <summary>What came of it.</summary>
    /// <param name="Layers">The layers.</param>
    /// <param name="InputSize">The number of features.</param>
    /// <param name="Value">The name of the value in the graph that is the network's output.</param>
    /// <param name="Constants">The constants of the file that it needs, by name.</param>
    /// <param name="Unrounded">Casts whose rounding the network leaves out.</param>
    public sealed record Result(
        ImmutableArray<LayerModel> Layers, int InputSize, string Value, Dictionary<string, OnnxTensor> Constants, HashSet<OnnxNode> Unrounded);

    /// <summary>Makes the layers.</summary>
    /// <exception cref="ImportException">The graph is none that a network can express; everything that keeps it from that is named.</exception>
    public static Result Lower(OnnxGraph graph, GraphEnds ends, long fileBytes, List<string> notes)
    {
        var problems = new List<ImportProblem>();
        var budget = Budget.ForFile(fileBytes);
        var symbols = new SymbolicGraph(graph, ends, budget, problems, notes);
        Symbol? output = symbols.Output;
        if (output is null && problems.Count == 0)
            problems.Add(new ImportProblem($"output {Quoted.Name(ends.Output)}", "It does not depend on the input in a way that a network has."));
        string value = ends.Value;
        if (output is PairSymbol pair)
        {
            notes.Add($"{pair.Node.Where} joins 1 − p and p, the probabilities of two classes; the network gives p, that of the second.");
            value = pair.Value;
            output = pair.Source;
        }

        var steps = new List<Step>();
        int inputSize = ends.InputDims.Aggregate(1, (product, size) => product * size) / ends.Batch;
        bool isWhole = output is not null && problems.Count == 0;
        var resolution = new ElementwiseResolution(Budget.ForFile(fileBytes));
        if (output is not null) Steps(output, steps, resolution, problems);
        foreach (Symbol lost in symbols.Lost) Steps(lost, [], resolution, problems);
        if (!isWhole) throw new ImportException([.. problems]);

        steps.Reverse();
        if (!steps.Any(step => step is DenseStep))
            problems.Add(new ImportProblem("the graph", "It has no dense layer.", "at least one Gemm or MatMul with constants."));
        ImmutableArray<LayerModel> layers = [];
        try
        {
            layers = new LayerAssembly(inputSize, budget, problems, notes).Assemble(steps);
        }
        catch (NodeException exception)
        {
            problems.Add(new ImportProblem("the graph", $"With dense layers for activations that have none, it {exception.What}", exception.Instead));
        }

        if (problems.Count > 0) throw new ImportException([.. problems]);
        return new Result(layers, inputSize, value, symbols.Constants, symbols.Unrounded);
    }

    private static void Steps(Symbol symbol, List<Step> steps, ElementwiseResolution resolution, List<ImportProblem> problems)
    {
        while (resolution.Resolve(symbol, steps, problems) is { } derived)
        {
            switch (derived)
            {
                case DenseSymbol dense:
                    steps.Add(new DenseStep(dense.Node, dense.Weight, dense.Bias, dense.Size));
                    break;
                case SoftmaxSymbol softmax:
                    steps.Add(new ActivationStep(softmax.Node, softmax.Activation, 0, softmax.Size));
                    break;
                case DropoutSymbol dropout:
                    steps.Add(new DropoutStep(dropout.Node, dropout.Rate));
                    break;
                default:
                    problems.Add(new ImportProblem(derived.Node.Where, "Other nodes take what it gives.", "the pair of probabilities as the output."));
                    break;
            }

            symbol = derived.Source;
        }
    }
}
