using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Google.Protobuf.Collections;

namespace NetGen.Formats.Onnx;

/// <summary>
/// Puts the bodies of a model's functions where they are called, as PyTorch's exporter writes operators. How much that makes is limited, and a function that
/// calls itself is a problem.
/// </summary>
internal sealed class FunctionInlining
{
    private readonly Dictionary<(string Domain, string Name, string Overload), FunctionProto> _functions = [];
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<FunctionProto> _calls = [];
    private readonly List<ImportProblem> _problems;
    private int _names, _size;

    private FunctionInlining(List<ImportProblem> problems) => _problems = problems;

    /// <summary>The nodes of a model, without calls of its functions.</summary>
    /// <param name="model">The model, with a graph.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static ImmutableArray<OnnxNode> Inline(ModelProto model, List<ImportProblem> problems)
    {
        var inlining = new FunctionInlining(problems);
        foreach (FunctionProto function in model.Functions)
        {
            if (!inlining._functions.TryAdd((Domain(function.Domain), function.Name, function.Overload), function))
                problems.Add(new ImportProblem($"function {Quoted.Name(function.Name)}", $"There are two of that name in the domain {Quoted.Name(function.Domain)}."));
        }

        inlining.Add(model.Graph.Node, new Scope("", Versions(model.OpsetImport), [], []));
        return [.. inlining._nodes];
    }

    /// <summary>The version of each domain; the last one where a domain is imported twice.</summary>
    public static Dictionary<string, long> Versions(RepeatedField<OperatorSetIdProto> imports)
    {
        var versions = new Dictionary<string, long>();
        foreach (OperatorSetIdProto import in imports) versions[Domain(import.Domain)] = import.Version;
        return versions;
    }

    // The standard's own domain has two names.
    private static string Domain(string domain) => domain == "ai.onnx" ? "" : domain;

    private bool Add(RepeatedField<NodeProto> nodes, Scope scope)
    {
        foreach (NodeProto proto in nodes)
        {
            OnnxNode? node = Node(proto, scope);
            if (node is null) continue;
            if ((_size += proto.Input.Count + proto.Output.Count + proto.Attribute.Count) > OnnxLimits.Texts) return TooLarge(node);
            if (_functions.TryGetValue((node.Domain, node.OpType, proto.Overload), out FunctionProto? function))
            {
                if (!Call(node, function, scope)) return false;
                continue;
            }

            if (_nodes.Count == OnnxLimits.Nodes) return TooLarge(node);
            _nodes.Add(node);
        }

        return true;
    }

    private bool TooLarge(OnnxNode node)
    {
        _problems.Add(new ImportProblem(node.Where, $"With the functions in place, the graph has more than {OnnxLimits.Nodes} nodes.", "fewer."));
        return false;
    }

    private OnnxNode? Node(NodeProto proto, Scope scope)
    {
        string name = proto.Name.Length > 0 ? proto.Name : proto.Output.FirstOrDefault("");
        string domain = Domain(proto.Domain);
        long opset = scope.Versions.GetValueOrDefault(domain, 0);
        var attributes = new Dictionary<string, AttributeProto>();
        var node = new OnnxNode(domain, proto.OpType, opset, name, [.. proto.Input.Select(scope.Resolve)],
            [.. proto.Output.Select(output => Output(scope, output))], attributes);
        if (opset == 0 && domain.Length == 0)
        {
            _problems.Add(new ImportProblem(node.Where, "The model does not say which version of the operators it means.", "an opset_import of each domain."));
            return null;
        }

        foreach (AttributeProto attribute in proto.Attribute)
        {
            AttributeProto? value = attribute;

            // What the caller of the function gave; an attribute that was not given, and has no default, is not there.
            if (attribute.RefAttrName.Length > 0 && !scope.Attributes.TryGetValue(attribute.RefAttrName, out value)) continue;
            if (!attributes.TryAdd(attribute.Name, value)) _problems.Add(new ImportProblem(node.Where, $"It has the attribute {Quoted.Name(attribute.Name)} twice."));
        }

        return node;
    }

    private string Output(Scope scope, string output)
    {
        if (output.Length == 0 || scope.Prefix.Length == 0 || scope.Values.ContainsKey(output)) return scope.Resolve(output);
        return scope.Values[output] = scope.Prefix + output;
    }

    private bool Call(OnnxNode node, FunctionProto function, Scope caller)
    {
        if (_calls.Contains(function) || _calls.Count == OnnxLimits.FunctionDepth)
        {
            string what = _calls.Contains(function) ? "The function calls itself." : $"Functions call functions more than {OnnxLimits.FunctionDepth} deep.";
            _problems.Add(new ImportProblem(node.Where, what));
            return false;
        }

        if (node.Inputs.Length > function.Input.Count || node.Outputs.Length > function.Output.Count)
        {
            string what = $"It has {node.Inputs.Length} inputs and {node.Outputs.Length} outputs; its function has {function.Input.Count} and {function.Output.Count}.";
            _problems.Add(new ImportProblem(node.Where, what));
            return true;
        }

        // Functions that do nothing but call others cost time as well.
        _size += function.Input.Count + function.AttributeProto.Count + function.OpsetImport.Count;
        if (_names == OnnxLimits.Nodes) return TooLarge(node);

        // Values within are called after the call, by a number, for names that grow with each call within a call would cost too much.
        string prefix = string.Create(CultureInfo.InvariantCulture, $"{++_names}/");
        var values = new Dictionary<string, string>();
        for (int i = 0; i < function.Input.Count; i++) values[function.Input[i]] = i < node.Inputs.Length ? node.Inputs[i] : "";

        // An output that is an input as well keeps the name of the input, and gets its own by a node that does nothing.
        var through = new List<(string From, string To)>();
        for (int i = 0; i < node.Outputs.Length; i++)
        {
            if (node.Outputs[i].Length == 0) continue;
            if (values.TryGetValue(function.Output[i], out string? same)) through.Add((same, node.Outputs[i]));
            else values[function.Output[i]] = node.Outputs[i];
        }

        var attributes = function.AttributeProto.DistinctBy(attribute => attribute.Name).ToDictionary(attribute => attribute.Name);
        foreach ((string name, AttributeProto value) in node.Attributes) attributes[name] = value;
        Dictionary<string, long> versions = Versions(function.OpsetImport);
        foreach ((string domain, long version) in caller.Versions) versions.TryAdd(domain, version);

        _calls.Add(function);
        bool isWhole = Add(function.Node, new Scope(prefix, versions, values, attributes));
        _calls.Remove(function);
        foreach ((string from, string to) in through) _nodes.Add(new OnnxNode("", "Identity", 1, to, [from], [to], []));
        return isWhole;
    }

    /// <summary>Where a node stands: the graph, or a call of a function.</summary>
    private sealed record Scope(string Prefix, Dictionary<string, long> Versions, Dictionary<string, string> Values, Dictionary<string, AttributeProto> Attributes)
    {
        /// <summary>The name of a value in the whole graph. A value of a function that nothing gave keeps a name that nothing has.</summary>
        public string Resolve(string value) => value.Length == 0 || Prefix.Length == 0 ? value : Values.GetValueOrDefault(value, Prefix + value);
    }
}
