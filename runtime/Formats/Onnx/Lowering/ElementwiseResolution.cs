using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>
/// Takes what elementwise operators make of a layer's values apart, into sums and products with constants and activations. A part between two symbols is an
/// activation if it depends on nothing but the first, has the same constants for all values of a sample, and is that function by its values.
/// </summary>
/// <param name="budget">What evaluating parts may cost.</param>
internal sealed class ElementwiseResolution(Budget budget)
{
    // More operators than any activation is written with.
    private const int LongestPart = 48;

    private readonly HashSet<Symbol> _resolved = [];

    /// <summary>The steps from a symbol that is not elementwise to another, the last one first.</summary>
    /// <param name="symbol">Where they end.</param>
    /// <param name="steps">Takes them.</param>
    /// <param name="problems">Takes what is none of the activations.</param>
    /// <returns>Where they begin; null where that is derived from nothing, or where they lead to a symbol that has been resolved before.</returns>
    public DerivedSymbol? Resolve(Symbol symbol, List<Step> steps, List<ImportProblem> problems)
    {
        while (symbol is ElementwiseSymbol or AffineSymbol)
        {
            if (!_resolved.Add(symbol)) return null;
            (Symbol Source, ImmutableArray<AffineStep> Steps)? standardization = Standardization(symbol);
            if (standardization is null && symbol is ElementwiseSymbol top && FindActivation(top) is { } found)
            {
                (MatchedActivation activation, Symbol start) = found;
                if (activation.Activation != Activation.Identity) steps.Add(new ActivationStep(top.Node, activation.Activation, activation.Alpha, top.Size));
                if (activation.Shift != 0) steps.Add(AffineStep.Uniform(top.Node, AffineKind.Add, activation.Shift, top.Size));
                if (activation.Scale != 1) steps.Add(AffineStep.Uniform(top.Node, AffineKind.Multiply, activation.Scale, top.Size));
                symbol = start;
            }
            else if ((standardization ?? Affine(symbol)) is { } affine)
            {
                steps.AddRange(affine.Steps.Reverse());
                symbol = affine.Source;
            }
            else
            {
                var unknown = (ElementwiseSymbol)symbol;
                symbol = unknown.Start;
                problems.Add(Problem(unknown));
            }
        }

        return symbol is DerivedSymbol derived && _resolved.Add(derived) ? derived : null;
    }

    /// <summary>Whether one symbol is 1 − another.</summary>
    public bool IsComplement(Symbol symbol, Symbol other)
    {
        if (symbol is not ElementwiseSymbol top || Evaluate(top, other, Reachable(top)) is not { } values) return false;
        return Enumerable.Range(0, values.Length).All(i => Math.Abs(values[i] - (1 - ActivationMatching.Arguments[i])) <= 1e-12 * Math.Max(1, Math.Abs(values[i])));
    }

    private (MatchedActivation Activation, Symbol Start)? FindActivation(ElementwiseSymbol top)
    {
        // Those farthest away first, so that what exporters write with many operators is found as a whole.
        List<Symbol> reachable = Reachable(top);
        for (int i = reachable.Count - 1; i > 0; i--)
        {
            if (Evaluate(top, reachable[i], reachable) is { } values && ActivationMatching.Find(values) is { } activation) return (activation, reachable[i]);
        }

        return null;
    }

    /// <summary>The nearest symbols that one is made of, itself first.</summary>
    private static List<Symbol> Reachable(ElementwiseSymbol top)
    {
        var symbols = new List<Symbol> { top };
        for (int i = 0; i < symbols.Count && symbols.Count < LongestPart; i++)
        {
            if (symbols[i] is not ElementwiseSymbol elementwise) continue;
            foreach (Operand operand in elementwise.Operands)
            {
                if (operand.Symbol is { } source && !symbols.Contains(source)) symbols.Add(source);
            }
        }

        return symbols;
    }

    /// <summary>
    /// The values of a symbol as a function of another; null if it is no function of that alone, or one that differs between the values of a sample.
    /// </summary>
    private double[]? Evaluate(ElementwiseSymbol top, Symbol start, List<Symbol> reachable)
    {
        double[] arguments = [.. ActivationMatching.Arguments];
        var known = new Dictionary<Symbol, OnnxTensor?> { [start] = new(OnnxElementType.Float, [arguments.Length], arguments) };
        try
        {
            return Evaluate(top) is { IsReal: true } values && values.Count == arguments.Length ? values.Reals : null;
        }
        catch (NodeException)
        {
            return null;
        }

        OnnxTensor? Evaluate(Symbol symbol)
        {
            if (known.TryGetValue(symbol, out OnnxTensor? value)) return value;
            if (symbol is not ElementwiseSymbol elementwise || !reachable.Contains(symbol)) return null;
            var inputs = new OnnxTensor?[elementwise.Operands.Length];
            for (int i = 0; i < inputs.Length; i++)
            {
                Operand operand = elementwise.Operands[i];
                if (operand.Symbol is { } source) inputs[i] = Evaluate(source);
                else if (operand.Constant is { Count: > 0, IsUniform: true } constant)
                    inputs[i] = constant.IsReal ? new OnnxTensor(OnnxElementType.Float, [], [constant[0]]) : constant.Take([], [0]);
                if (inputs[i] is null && (operand.Symbol is not null || operand.Constant is not null)) return known[symbol] = null;
            }

            return known[symbol] = OperatorCatalogue.Find(elementwise.Node)!.Evaluate(new OperatorCall(elementwise.Node, inputs, budget))[0];
        }
    }

    private static (Symbol Source, ImmutableArray<AffineStep> Steps)? Affine(Symbol symbol)
    {
        if (symbol is AffineSymbol affine) return (affine.Source, affine.Steps);
        var elementwise = (ElementwiseSymbol)symbol;
        OnnxNode node = elementwise.Node;
        int size = symbol.Size;
        if (node.OpType == "Neg") return (elementwise.Operands[0].Symbol!, [AffineStep.Uniform(node, AffineKind.Multiply, -1, size)]);
        if (node.OpType is "Sum" or "Mean") return SumOf(elementwise);
        if (elementwise.Operands.Length != 2) return null;
        bool isReversed = elementwise.Operands[0].Symbol is null;
        if (elementwise.Operands[isReversed ? 1 : 0].Symbol is not { } x || elementwise.Operands[isReversed ? 0 : 1].Values is not { } values) return null;
        return (node.OpType, isReversed) switch
        {
            ("Add", _) => (x, [new AffineStep(node, AffineKind.Add, values)]),
            ("Sub", false) => (x, [new AffineStep(node, AffineKind.Add, [.. values.Select(value => -value)])]),
            ("Sub", true) => (x, [AffineStep.Uniform(node, AffineKind.Multiply, -1, size), new AffineStep(node, AffineKind.Add, values)]),
            ("Mul", _) => (x, [new AffineStep(node, AffineKind.Multiply, values)]),
            ("Div", false) => (x, [new AffineStep(node, AffineKind.Divide, values)]),
            _ => null,
        };
    }

    private static (Symbol Source, ImmutableArray<AffineStep> Steps)? SumOf(ElementwiseSymbol sum)
    {
        if (sum.Operands.Count(operand => operand.Symbol is not null) != 1 || sum.Operands.Any(operand => operand.Symbol is null && operand.Values is null)) return null;
        IEnumerable<AffineStep> sums = sum.Operands.Where(operand => operand.Values is not null).Select(operand => new AffineStep(sum.Node, AffineKind.Add, operand.Values!));
        IEnumerable<AffineStep> quotient = sum.Node.OpType == "Mean" ? [AffineStep.Uniform(sum.Node, AffineKind.Divide, sum.Operands.Length, sum.Size)] : [];
        return (sum.Operands.Single(operand => operand.Symbol is not null).Symbol!, [.. sums, .. quotient]);
    }

    /// <summary>(x − mean) / scale of the input. It stays a layer where mean and scale are those of no training, 0 and 1.</summary>
    private static (Symbol Source, ImmutableArray<AffineStep> Steps)? Standardization(Symbol symbol) =>
        symbol is ElementwiseSymbol
        {
            Node.OpType: "Div",
            Operands: [{ Symbol: ElementwiseSymbol { Node.OpType: "Sub", Operands: [{ Symbol: InputSymbol }, { Values: not null }] } difference }, { Values: not null }],
        } && Affine(difference) is { } sum && Affine(symbol) is { } quotient
            ? (sum.Source, [.. sum.Steps, .. quotient.Steps]) : null;

    private static ImportProblem Problem(ElementwiseSymbol symbol)
    {
        OnnxNode node = symbol.Node;
        IEnumerable<string> attributes = node.Attributes.Values.OrderBy(attribute => attribute.Name, StringComparer.Ordinal)
            .Where(attribute => attribute.HasF || attribute.HasI || attribute.HasS)
            .Select(attribute => FormattableString.Invariant($"{attribute.Name} = {(attribute.HasF ? attribute.F
                : attribute.HasI ? attribute.I : Quoted.Name(attribute.S.ToStringUtf8()))}"));
        IEnumerable<string> constants = symbol.Operands.Select((operand, i) => (operand.Constant, Place: i + 1)).Where(input => input.Constant is { Count: > 0 })
            .Select(input => FormattableString.Invariant($"input {input.Place} = {(input.Constant!.IsUniform ? input.Constant[0] : "different for each feature")}"));
        string[] details = [.. attributes, .. constants];
        string what = details.Length == 0 ? "What it makes of the layer's values is none of the activations."
            : $"With {string.Join(", ", details)} it is none of the activations.";
        return new ImportProblem(node.Where, what, $"{string.Join(", ", Enum.GetNames<Activation>())}, with one parameter for all features.");
    }
}
