using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>The input and the output of a graph that are the network's.</summary>
/// <param name="Input">The input.</param>
/// <param name="Batch">The samples that the graph takes at once; 1 where it takes any number.</param>
/// <param name="InputDims">The shape of the input for so many.</param>
/// <param name="Output">The name of the output.</param>
/// <param name="Value">The name of the value that is followed: the output, or what a ZipMap makes the output of.</param>
/// <param name="Nodes">The nodes that it needs.</param>
internal sealed record GraphEnds(OnnxValue Input, int Batch, ImmutableArray<int> InputDims, string Output, string Value, ImmutableArray<OnnxNode> Nodes)
{
    /// <summary>The node that makes maps of names and probabilities; null for none.</summary>
    public OnnxNode? ZipMap { get; init; }

    /// <summary>Chooses them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="wanted">The name of the output; null to find the only one that has floating-point values.</param>
    /// <param name="notes">Takes what is ignored.</param>
    /// <exception cref="ImportException">There is not exactly one of each.</exception>
    public static GraphEnds Choose(OnnxGraph graph, string? wanted, List<string> notes)
    {
        OnnxValue output = ChooseOutput(graph, wanted, notes);
        OnnxNode? zipMap = graph.Nodes.FirstOrDefault(node => IsZipMap(node) && node.Outputs.Contains(output.Name));
        string value = zipMap?.Inputs.FirstOrDefault() ?? output.Name;
        ImmutableArray<OnnxNode> nodes = graph.NodesFor([value]);
        int left = graph.Nodes.Length - nodes.Length;
        if (left > 0) notes.Add($"{left} of {graph.Nodes.Length} nodes are not needed for the output {Quoted.Name(output.Name)} and are ignored.");

        var used = nodes.SelectMany(node => node.Inputs).Append(value).ToHashSet();
        OnnxValue[] inputs = [.. graph.Inputs.Where(candidate => used.Contains(candidate.Name))];
        if (inputs.Length != 1)
        {
            // Loops and branches take values that they do not name; what is wrong is then the operator.
            OperatorCheck.Check(nodes);
            string names = string.Join(", ", inputs.Take(20).Select(candidate => Quoted.Name(candidate.Name)));
            throw Problem("the graph", inputs.Length == 0 ? "The output does not depend on any input."
                : $"The output depends on {inputs.Length} inputs: {names}.", "one input.");
        }

        notes.AddRange(graph.Inputs.Where(candidate => !used.Contains(candidate.Name))
            .Select(candidate => $"The input {Quoted.Name(candidate.Name)} is ignored: the output does not depend on it."));
        (int batch, ImmutableArray<int> dims) = Shape(inputs[0], notes);
        return new GraphEnds(inputs[0], batch, dims, output.Name, value, nodes) { ZipMap = zipMap };
    }

    private static bool IsZipMap(OnnxNode node) => node.Domain == MachineLearningOperators.Domain && node.OpType == "ZipMap";

    private static OnnxValue ChooseOutput(OnnxGraph graph, string? wanted, List<string> notes)
    {
        string all = string.Join(", ", graph.Outputs.Take(20).Select(output => $"{Quoted.Name(output.Name)} ({(output.Type == 0 ? "no tensor" : output.Type)})"));
        OnnxValue[] candidates = wanted is null
            ? [.. graph.Outputs.Where(output => ConstantOperators.IsReal(output.Type) || graph.Nodes.Any(node => IsZipMap(node) && node.Outputs.Contains(output.Name)))]
            : [.. graph.Outputs.Where(output => output.Name == wanted)];
        if (candidates.Length != 1)
        {
            string what = wanted is null ? $"The graph has {candidates.Length} outputs of floating-point values." : $"The graph has no output {Quoted.Name(wanted)}.";
            throw Problem("the graph", what, $"one, which may be chosen by its name (--graph-output). The outputs are {all}.");
        }

        notes.AddRange(graph.Outputs.Where(output => output != candidates[0])
            .Select(output => $"The output {Quoted.Name(output.Name)} ({(output.Type == 0 ? "no tensor" : output.Type)}) is ignored."));
        return candidates[0];
    }

    private static (int Batch, ImmutableArray<int> Dims) Shape(OnnxValue input, List<string> notes)
    {
        string where = $"input {Quoted.Name(input.Name)}";
        if (!ConstantOperators.IsReal(input.Type))
            throw Problem(where, $"Its values are of type {TensorReading.Name((int)input.Type)}.", "FLOAT, DOUBLE, FLOAT16, BFLOAT16.");
        if (input.Type != OnnxElementType.Float) notes.Add($"The input is of type {input.Type}; the network takes and computes 32-bit floating-point numbers.");
        if (input.Dims is not { Length: > 0 } dims) throw Problem(where, "The file does not say its shape.", "[samples, features], [features].");
        string shape = $"[{string.Join(", ", dims.Select(size => size < 0 ? "?" : $"{size}"))}]";
        if (dims.Length > OnnxLimits.Rank) throw Problem(where, $"It has {dims.Length} dimensions.", $"at most {OnnxLimits.Rank}.");

        // A single dimension is a sample; else the first one counts samples.
        long[] sample = dims.Length == 1 ? dims : dims[1..];
        if (sample.Any(size => size < 1) || dims[0] == 0) throw Problem(where, $"Its shape is {shape}.", "a fixed number of features, at least 1.");
        long batch = dims.Length == 1 || dims[0] < 0 ? 1 : dims[0];
        if (sample.Aggregate((double)batch, (product, size) => product * size) > OnnxLimits.Values)
            throw Problem(where, $"Its shape is {shape}.", $"at most {OnnxLimits.Values} values.");
        if (batch > 1) notes.Add($"The graph takes {batch} samples at once; the network takes one.");
        return ((int)batch, dims.Length == 1 ? [(int)dims[0]] : [(int)batch, .. sample.Select(size => (int)size)]);
    }

    private static ImportException Problem(string where, string what, string instead) => new([new ImportProblem(where, what, instead)]);
}
