using System.Collections.Immutable;

namespace NetGen.Formats.Onnx;

/// <summary>A value of the graph that depends on the input, as what it is for one sample. Two symbols are equal only if they are the same one.</summary>
/// <param name="size">The number of its values for one sample.</param>
internal abstract class Symbol(int size)
{
    /// <summary>The number of its values for one sample.</summary>
    public int Size { get; } = size;
}

/// <summary>The input.</summary>
internal sealed class InputSymbol(int size) : Symbol(size);

/// <summary>What a node gives that a network cannot express: what comes after it may have problems of its own.</summary>
internal sealed class UnknownSymbol(int size) : Symbol(size);

/// <summary>A value that is made of another by a node.</summary>
internal abstract class DerivedSymbol(int size, OnnxNode node, Symbol source) : Symbol(size)
{
    /// <summary>The node.</summary>
    public OnnxNode Node { get; } = node;

    /// <summary>What it is made of.</summary>
    public Symbol Source { get; } = source;
}

/// <summary>W·x + b.</summary>
internal sealed class DenseSymbol(OnnxNode node, Symbol source, int size, double[] weight, double[]? bias) : DerivedSymbol(size, node, source)
{
    /// <summary>W, [size, size of the source].</summary>
    public double[] Weight { get; } = weight;

    /// <summary>b; null for none.</summary>
    public double[]? Bias { get; } = bias;
}

/// <summary>Softmax or log-softmax over the values of a sample.</summary>
internal sealed class SoftmaxSymbol(OnnxNode node, Symbol source, Activation activation) : DerivedSymbol(source.Size, node, source)
{
    public Activation Activation { get; } = activation;
}

/// <summary>Dropout.</summary>
internal sealed class DropoutSymbol(OnnxNode node, Symbol source, float rate) : DerivedSymbol(source.Size, node, source)
{
    public float Rate { get; } = rate;
}

/// <summary>Sums and products with constants for each value of a sample.</summary>
internal sealed class AffineSymbol(OnnxNode node, Symbol source, ImmutableArray<AffineStep> steps) : DerivedSymbol(source.Size, node, source)
{
    public ImmutableArray<AffineStep> Steps { get; } = steps;

    /// <summary>The only symbol it is made of that is neither elementwise nor affine.</summary>
    public Symbol Start { get; } = source is ElementwiseSymbol elementwise ? elementwise.Start : source is AffineSymbol affine ? affine.Start : source;
}

/// <summary>The pair (1 − p, p) of the probabilities of two classes, of which the source is p.</summary>
internal sealed class PairSymbol(OnnxNode node, Symbol source, string value) : DerivedSymbol(2, node, source)
{
    /// <summary>The name of p in the graph.</summary>
    public string Value { get; } = value;
}

/// <summary>What an operator makes, value by value, of symbols and constants.</summary>
internal sealed class ElementwiseSymbol(int size, OnnxNode node, ImmutableArray<Operand> operands, Symbol start) : Symbol(size)
{
    /// <summary>The only symbol it is made of that is neither elementwise nor affine.</summary>
    public Symbol Start { get; } = start;

    public OnnxNode Node { get; } = node;

    public ImmutableArray<Operand> Operands { get; } = operands;
}

/// <summary>What an elementwise operator takes: a symbol, a constant, or neither for an optional input that is not given.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Constant">The constant, as the graph has it.</param>
/// <param name="Values">The constant for each value of a sample.</param>
internal sealed record Operand(Symbol? Symbol, OnnxTensor? Constant, double[]? Values);
