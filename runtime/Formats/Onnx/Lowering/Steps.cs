using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>One thing that is done to the values of a sample, between the input and the output.</summary>
/// <param name="Node">The node that it comes from.</param>
internal abstract record Step(OnnxNode Node);

/// <summary>y = W·x + b.</summary>
internal sealed record DenseStep(OnnxNode Node, double[] Weight, double[]? Bias, int Units) : Step(Node);

/// <summary>An activation.</summary>
internal sealed record ActivationStep(OnnxNode Node, Activation Activation, float Alpha, int Size) : Step(Node)
{
    /// <summary>Whether it takes all values of the layer together.</summary>
    public bool IsSoftmax => Activation is Activation.Softmax or Activation.LogSoftmax;
}

/// <summary>Dropout.</summary>
internal sealed record DropoutStep(OnnxNode Node, float Rate) : Step(Node);

/// <summary>What is done with a constant.</summary>
internal enum AffineKind
{
    Add,
    Multiply,
    Divide,
}

/// <summary>A sum, product or quotient with a constant for each value.</summary>
internal sealed record AffineStep(OnnxNode Node, AffineKind Kind, double[] Values) : Step(Node)
{
    /// <summary>With the same constant for all values.</summary>
    public static AffineStep Uniform(OnnxNode node, AffineKind kind, double value, int size) => new(node, kind, [.. Enumerable.Repeat(value, size)]);

    /// <summary>The result for one value.</summary>
    public double Apply(double x, int index) => Kind switch
    {
        AffineKind.Add => x + Values[index],
        AffineKind.Multiply => x * Values[index],
        _ => x / Values[index],
    };
}
