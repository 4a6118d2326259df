using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using NetGen.Formats.Onnx;

namespace NetGen.Formats;

/// <summary>
/// Evaluates ONNX graphs of the operators that the importer knows, by the text of the standard, in double precision: slowly, and with nothing simplified, to
/// compare with.
/// </summary>
public static class OnnxEvaluator
{
    /// <summary>Evaluates a graph.</summary>
    /// <param name="model">The file.</param>
    /// <param name="inputs">The inputs of the graph by name.</param>
    /// <returns>Its outputs by name.</returns>
    /// <exception cref="ImportException">The file is not valid, an operator is not supported, or the inputs do not fit.</exception>
    public static Dictionary<string, OnnxTensor> Run(Stream model, IReadOnlyDictionary<string, OnnxTensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        const string name = "the model";
        byte[] bytes = ProtobufReading.ReadAll(model, name);
        OnnxGraph graph = GraphReading.Read(ProtobufReading.Parse(ModelProto.Parser, bytes, name), name, external: null);
        ImmutableArray<OnnxNode> nodes = graph.NodesFor(graph.Outputs.Select(output => output.Name));
        OperatorCheck.Check(nodes);

        var evaluation = new GraphEvaluation(graph, Budget.ForFile(bytes.Length));
        foreach ((string input, OnnxTensor value) in inputs) evaluation.Values[input] = value;
        return Run(evaluation, nodes, graph.Outputs.Select(output => output.Name));
    }

    /// <summary>Evaluates nodes after the inputs have been given.</summary>
    /// <exception cref="ImportException">A node cannot be evaluated.</exception>
    internal static Dictionary<string, OnnxTensor> Run(GraphEvaluation evaluation, ImmutableArray<OnnxNode> nodes, IEnumerable<string> outputs)
    {
        string where = "";
        try
        {
            foreach (OnnxNode node in nodes)
            {
                where = node.Where;
                evaluation.Run(node);
            }

            var values = new Dictionary<string, OnnxTensor>();
            foreach (string output in outputs)
            {
                where = $"output {Quoted.Name(output)}";
                values[output] = evaluation.Find(output) ?? throw new NodeException("It is an input that was not given.");
            }

            return values;
        }
        catch (NodeException exception)
        {
            throw new ImportException([new ImportProblem(where, exception.What, exception.Instead)]);
        }
    }
}
