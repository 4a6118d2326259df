using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>What nodes make of symbols.</summary>
/// <param name="graph">Where the symbols and constants are.</param>
/// <param name="batch">The samples that the graph takes at once.</param>
/// <param name="budget">What weights and comparing functions may cost.</param>
/// <param name="notes">Takes what is ignored.</param>
internal sealed class SymbolicNodes(SymbolicGraph graph, int batch, Budget budget, List<string> notes)
{
    /// <summary>What the importer takes on the way from the input to the output.</summary>
    public const string Supported = "Gemm, MatMul, Softmax, LogSoftmax, activations, sums and products with constants, BatchNormalization, Scaler, Dropout, "
        + "and other shapes of one sample's values in the same order.";

    private readonly DenseNodes _dense = new(graph, batch, budget);

    /// <summary>Casts that round what depends on the input to types of 16 bits, which the network leaves out.</summary>
    public HashSet<OnnxNode> Unrounded { get; } = [];

    /// <summary>The symbol of a node's first output.</summary>
    /// <exception cref="NodeException">A network cannot express it.</exception>
    public Symbol Make(OnnxNode node)
    {
        if (node.Outputs[0].Length == 0) throw new NodeException("does not give its first output.");
        int[] dims = graph.Value(node.Outputs[0]).Dims;
        if (batch > 1 && (dims.Length == 0 || dims[0] != batch))
            throw new NodeException($"gives a value of shape {OnnxTensor.Describe(dims)}, which mixes samples.",
                $"values whose first dimension is that of the {batch} samples.");
        switch (node.OpType)
        {
            case "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Identity":
                return Source(node, 0);
            case "Cast" or "CastLike" when ConstantOperators.IsReal(graph.Value(node.Outputs[0]).ElementType) && graph.Value(node.Inputs[0]).IsReal:
                if (graph.Value(node.Outputs[0]).ElementType is OnnxElementType.Float16 or OnnxElementType.BFloat16)
                {
                    Unrounded.Add(node);
                    notes.Add($"{node.Where} rounds to {graph.Value(node.Outputs[0]).ElementType}; the network computes 32-bit floating-point numbers.");
                }

                return Source(node, 0);
            case "Transpose":
                return Transpose(node);
            case "Gemm":
                return _dense.Gemm(node);
            case "MatMul":
                return _dense.MatMul(node);
            case "Softmax" or "LogSoftmax":
                return Softmax(node, dims);
            case "Log" when Source(node, 0) is SoftmaxSymbol { Activation: Activation.Softmax } softmax:
                return new SoftmaxSymbol(node, softmax.Source, Activation.LogSoftmax);
            case "Dropout":
                return Dropout(node);
            case "BatchNormalization":
                return BatchNormalization(node, dims);
            case "Scaler":
                return Scaler(node, dims);
            case "Concat":
                return Concat(node);
            default:
                return OperatorCatalogue.Find(node)!.IsElementwise ? Elementwise(node, dims)
                    : throw new NodeException("is not supported on the way from the input to the output.", Supported);
        }
    }

    private Symbol Source(OnnxNode node, int index) =>
        (node.Inputs.Length > index ? graph.Symbol(node.Inputs[index]) : null)
            ?? throw new NodeException("is not supported with an input like this on the way from the input to the output.", Supported);

    private Symbol Transpose(OnnxNode node)
    {
        // Dimensions of size 1 may go anywhere; the others have to stay in their order.
        int[] before = graph.Value(node.Inputs[0]).Dims;
        long[] order = node.Integers("perm")?.Select(axis => axis < 0 ? axis + before.Length : axis).ToArray()
            ?? [.. Enumerable.Range(0, before.Length).Reverse().Select(axis => (long)axis)];
        long[] moved = [.. order.Where(axis => before[axis] != 1)];
        if (!moved.SequenceEqual(moved.Order()))
        {
            string what = $"has perm [{string.Join(", ", order)}] for the shape {OnnxTensor.Describe(before)}, which reorders the values of a sample.";
            throw new NodeException(what, "an order that leaves them.");
        }

        return Source(node, 0);
    }

    private SoftmaxSymbol Softmax(OnnxNode node, int[] dims)
    {
        Symbol source = Source(node, 0);
        bool isTogether = node.Opset < 13;
        long axis = node.Integer("axis", isTogether ? 1 : -1);
        int first = (int)(axis < 0 ? axis + dims.Length : axis), last = isTogether ? dims.Length : first + 1;
        if (Layout.Product(dims, first, last) != source.Size || (batch == 1 && dims.Length > 1 && first == 0))
            throw new NodeException($"has axis {axis} for the shape {OnnxTensor.Describe(dims)}.", "the axis of the features, all of them.");
        return new SoftmaxSymbol(node, source, node.OpType == "Softmax" ? Activation.Softmax : Activation.LogSoftmax);
    }

    private Symbol Dropout(OnnxNode node)
    {
        // 0.5 where the ratio is neither an attribute, as before version 12, nor an input.
        OnnxTensor? given = node.Opset >= 12 && node.Inputs.Length > 1 && node.Inputs[1].Length > 0 ? graph.Value(node.Inputs[1]) : null;
        float rate = node.Opset < 12 ? node.Real("ratio", 0.5f) : given is null ? 0.5f : (float)given[0];
        if (rate is > 0 and < 1) return new DropoutSymbol(node, Source(node, 0), rate);
        notes.Add(FormattableString.Invariant($"{node.Where} is ignored, for its ratio is {rate}."));
        return Source(node, 0);
    }

    private AffineSymbol BatchNormalization(OnnxNode node, int[] dims)
    {
        Symbol source = Source(node, 0);
        double[][] parameters = [.. Enumerable.Range(1, 4).Select(index => _dense.Finite(node.Inputs[index]).Reals)];
        bool hasChannels = dims.Length > 1;
        int inner = Layout.Product(dims, Math.Min(2, dims.Length), dims.Length), channels = hasChannels ? dims[1] : 1;
        if (hasChannels && dims[0] != batch) throw new NodeException($"normalises a value of shape {OnnxTensor.Describe(dims)}.", "[samples, features].");
        double epsilon = node.Real("epsilon", 1e-5f);
        double[] Expand(Func<int, double> value) => [.. Enumerable.Range(0, source.Size).Select(i => value(i / inner % channels))];
        if (parameters[3].Any(variance => variance + epsilon <= 0)) throw new NodeException("has a variance that is not positive.");
        return new AffineSymbol(node, source,
        [
            new AffineStep(node, AffineKind.Add, Expand(i => -parameters[2][i])),
            new AffineStep(node, AffineKind.Divide, Expand(i => Math.Sqrt(parameters[3][i] + epsilon))),
            new AffineStep(node, AffineKind.Multiply, Expand(i => parameters[0][i])),
            new AffineStep(node, AffineKind.Add, Expand(i => parameters[1][i])),
        ]);
    }

    private AffineSymbol Scaler(OnnxNode node, int[] dims)
    {
        Symbol source = Source(node, 0);
        float[] offset = node.Reals("offset")!, scale = node.Reals("scale")!;
        if (!offset.Concat(scale).All(float.IsFinite)) throw new NodeException("has an offset or a scale that is not finite.");
        double[] Expand(float[] values, int sign) => [.. Enumerable.Range(0, source.Size).Select(i => (double)sign * values[values.Length == 1 ? 0 : i % dims[^1]])];
        return new AffineSymbol(node, source, [new AffineStep(node, AffineKind.Add, Expand(offset, -1)), new AffineStep(node, AffineKind.Multiply, Expand(scale, 1))]);
    }

    private Symbol Concat(OnnxNode node)
    {
        if (node.Inputs.Length == 1) return Source(node, 0);
        if (node.Inputs.Length == 2 && graph.Symbol(node.Inputs[0]) is { Size: 1 } other && graph.Symbol(node.Inputs[1]) is { Size: 1 } positive
            && new ElementwiseResolution(budget).IsComplement(other, positive)) return new PairSymbol(node, positive, node.Inputs[1]);
        throw new NodeException("joins values that depend on the input.", "(1 − p, p) for the probability of two classes.");
    }

    private Symbol Elementwise(OnnxNode node, int[] dims)
    {
        int count = Layout.Product(dims, 0, dims.Length), size = count / batch;
        var operands = new List<Operand>();
        foreach (string input in node.Inputs)
        {
            if (input.Length == 0)
            {
                operands.Add(new Operand(null, null, null));
                continue;
            }

            OnnxTensor value = graph.Value(input);
            if (graph.Symbol(input) is not { } symbol)
            {
                if (node.OpType is "Add" or "Sum" or "Mean" or "Sub" or "Mul" or "Div") _dense.Finite(input);
                if (node.OpType == "Div" && operands.Count == 1 && Array.IndexOf(value.Reals, 0) is >= 0 and int zero)
                    throw new NodeException($"divides by the tensor {Quoted.Name(input)}, whose value {zero} is 0.", "other numbers.");
                operands.Add(new Operand(null, value, value.IsReal ? _dense.PerFeature(value, dims) : null));
                continue;
            }

            if (value.Count != count)
                throw new NodeException($"repeats a value of shape {OnnxTensor.Describe(value.Dims)} to {OnnxTensor.Describe(dims)}.",
                    "constants that fit the values of a sample.");
            operands.Add(new Operand(symbol, null, null));
        }

        Symbol[] starts = [.. operands.Select(operand => operand.Symbol).OfType<Symbol>().Select(symbol => symbol switch
        {
            ElementwiseSymbol elementwise => elementwise.Start,
            AffineSymbol affine => affine.Start,
            _ => symbol,
        }).Distinct()];
        if (starts.Length != 1)
            throw new NodeException("combines the values of different layers.", "a chain of layers, each of which takes only what the one before gives.");
        if (starts[0] is PairSymbol) throw new NodeException("goes on after the pair of probabilities of two classes.", "that pair as the output.");
        return new ElementwiseSymbol(size, node, [.. operands], starts[0]);
    }
}
