using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>
/// Follows the input through the graph. Every node is evaluated for some input, which gives the shapes of all values, and the values of those that do not
/// depend on the input; those that do become symbols. What a network cannot express is named; where its shape is known, what follows from it is looked at, too.
/// </summary>
internal sealed class SymbolicGraph
{
    private readonly GraphEvaluation _evaluation;
    private readonly GraphEnds _ends;
    private readonly Dictionary<string, Symbol> _symbols = [];
    private readonly HashSet<string> _unknown = [];
    private readonly Dictionary<string, OnnxNode> _further = [];
    private readonly List<Symbol> _lost = [];
    private readonly List<ImportProblem> _problems;
    private readonly Dictionary<string, TensorProto> _initializers;
    private readonly SymbolicNodes _nodes;
    private bool _isSpent;

    /// <summary>Follows the input.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="ends">Its input and output.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="problems">Takes what cannot be expressed.</param>
    /// <param name="notes">Takes what is ignored.</param>
    public SymbolicGraph(OnnxGraph graph, GraphEnds ends, Budget budget, List<ImportProblem> problems, List<string> notes)
    {
        _evaluation = new GraphEvaluation(graph, budget);
        _initializers = graph.Initializers;
        _ends = ends;
        _problems = problems;
        _nodes = new SymbolicNodes(this, ends.Batch, budget, notes);
        Give();
        foreach (OnnxNode node in ends.Nodes) Follow(node);
    }

    /// <summary>The symbol of the output; null if there is none.</summary>
    public Symbol? Output => _symbols.GetValueOrDefault(_ends.Value);

    /// <summary>The symbols that nodes take which a network cannot express: what leads to them may have problems of its own.</summary>
    public IEnumerable<Symbol> Lost => _lost;

    /// <summary>Casts whose rounding the network leaves out.</summary>
    public HashSet<OnnxNode> Unrounded => _nodes.Unrounded;

    /// <summary>The constants of the file that were used, by name.</summary>
    public Dictionary<string, OnnxTensor> Constants => _evaluation.Values.Where(value => _initializers.ContainsKey(value.Key)).ToDictionary();

    /// <summary>The symbol of a value; null if it does not depend on the input.</summary>
    public Symbol? Symbol(string name) => _symbols.GetValueOrDefault(name);

    /// <summary>The value of what does not depend on the input, and the shape of what does.</summary>
    public OnnxTensor Value(string name) => _evaluation.Values[name];

    private void Give()
    {
        int[] dims = [.. _ends.InputDims];
        double[] values = new double[dims.Aggregate(1, (product, size) => product * size)];
        for (int i = 0; i < values.Length; i++) values[i] = 0.5;
        _evaluation.Values[_ends.Input.Name] = new OnnxTensor(_ends.Input.Type, dims, values);
        _symbols[_ends.Input.Name] = new InputSymbol(values.Length / _ends.Batch);
    }

    /// <summary>Shapes and types are known without the values.</summary>
    private bool DependsOnInput(OnnxNode node) => node.OpType switch
    {
        "Shape" or "Size" => false,
        "CastLike" => _symbols.ContainsKey(node.Inputs[0]),
        _ => node.Inputs.Any(_symbols.ContainsKey),
    };

    private IEnumerable<Symbol> Taken(OnnxNode node) => node.Inputs.Select(_symbols.GetValueOrDefault).OfType<Symbol>();

    /// <summary>Whether what a node combines is of different sizes because of what a network cannot express: a mean that is subtracted.</summary>
    private bool IsAfterAnother(OnnxNode node)
    {
        Symbol[] symbols = [.. Taken(node)];
        return symbols.Any(symbol => symbol is UnknownSymbol) && symbols.Any(symbol => symbol.Size != symbols[0].Size);
    }

    private void Follow(OnnxNode node)
    {
        ImportProblem? problem = OperatorCheck.Problem(node);
        if (problem is null && node.Inputs.FirstOrDefault(_further.ContainsKey) is { } further)
            problem = new ImportProblem(node.Where, $"It takes {Quoted.Name(further)}, which is not the first output of {_further[further].Where}.", "first outputs.");
        if (problem is null && !_isSpent && !node.Inputs.Any(_unknown.Contains) && !IsAfterAnother(node))
        {
            try
            {
                _evaluation.Run(node);
                if (!DependsOnInput(node)) return;
                _symbols[node.Outputs[0]] = _nodes.Make(node);
                foreach (string output in node.Outputs.Skip(1).Where(output => output.Length > 0)) _further[output] = node;
                return;
            }
            catch (NodeException exception)
            {
                problem = new ImportProblem(node.Where, $"It {exception.What}", exception.Instead);
                _isSpent = exception is BudgetException;
            }
        }

        if (problem is not null)
        {
            _problems.Add(problem);
            _lost.AddRange(Taken(node));
        }

        if (node.Outputs is [{ Length: > 0 } first, ..])
        {
            // A normalisation that is refused for its attributes keeps the shape all the same.
            if (node is { OpType: "BatchNormalization", Inputs: [string input, ..] } && Symbol(input) is not null)
                _evaluation.Values.TryAdd(first, Value(input));
            int count = _evaluation.Values.GetValueOrDefault(first)?.Count ?? 0;
            if (count > 0 && count % _ends.Batch == 0) _symbols[first] = new UnknownSymbol(count / _ends.Batch);
        }

        _unknown.UnionWith(node.Outputs.Where(output => !_symbols.ContainsKey(output)));
    }
}
