using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>One evaluation of a node: what it takes, and what it may cost.</summary>
/// <param name="node">The node.</param>
/// <param name="inputs">Its inputs; null for an optional one that is not given.</param>
/// <param name="budget">What the evaluation may still cost.</param>
internal sealed class OperatorCall(OnnxNode node, OnnxTensor?[] inputs, Budget budget)
{
    /// <summary>The node.</summary>
    public OnnxNode Node { get; } = node;

    /// <summary>What the evaluation may still cost.</summary>
    public Budget Budget { get; } = budget;

    /// <summary>The inputs that are given.</summary>
    public IEnumerable<OnnxTensor> Inputs => inputs.OfType<OnnxTensor>();

    /// <summary>An input that has to be given.</summary>
    public OnnxTensor this[int index] => Optional(index) ?? throw new NodeException($"lacks its input {index + 1}.");

    /// <summary>An input that may be missing.</summary>
    public OnnxTensor? Optional(int index) => index < inputs.Length ? inputs[index] : null;

    /// <summary>Integers that are an input since some version, and were an attribute before; null where they are not given.</summary>
    public long[]? Integers(int index, string attribute, int inputSince) => Node.Opset >= inputSince ? Optional(index)?.Integers : Node.Integers(attribute);

    /// <summary>A single number that is an input since some version, and was an attribute before.</summary>
    public double Scalar(OnnxTensor tensor, string name) => tensor.Count == 1 ? tensor[0]
        : throw new NodeException($"has {tensor.Count} values as {name}.", "a single one.");

    /// <summary>A dimension as the standard counts it, from the end where it is negative.</summary>
    public int Axis(long axis, int rank, string name = "axis")
    {
        long counted = axis < 0 ? axis + rank : axis;
        return counted >= 0 && counted < rank ? (int)counted : throw new NodeException($"has {name} {axis} of a tensor of {rank} dimensions.");
    }

    /// <summary>A tensor of one value for each of another's.</summary>
    public int Allocate(int[] dims) => Budget.Take(dims);
}
