using System;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>What products of matrices make of symbols: a layer's weights, wherever and however the graph has them.</summary>
/// <param name="graph">Where the symbols and constants are.</param>
/// <param name="batch">The samples that the graph takes at once.</param>
/// <param name="budget">What weights may cost: a layer has its own, even where many nodes share a tensor.</param>
internal sealed class DenseNodes(SymbolicGraph graph, int batch, Budget budget)
{
    /// <summary>α·X·W + β·C, or α·W·X + β·C for a single sample that is a column.</summary>
    public DenseSymbol Gemm(OnnxNode node)
    {
        (bool isLeft, Symbol source) = Sides(node);
        OnnxTensor weight = Finite(node.Inputs[isLeft ? 1 : 0]), data = graph.Value(node.Inputs[isLeft ? 0 : 1]);
        bool weightIsTransposed = node.Integer(isLeft ? "transB" : "transA", 0) != 0, dataIsTransposed = node.Integer(isLeft ? "transA" : "transB", 0) != 0;

        // A sample is a row on the left and a column on the right.
        int samples = data.Dims[isLeft == dataIsTransposed ? 1 : 0], features = data.Dims[isLeft == dataIsTransposed ? 0 : 1];
        if (samples != batch || features != source.Size || (batch > 1 && (!isLeft || dataIsTransposed))) throw Unfit(data);
        double[] values = Oriented(weight, isLeft != weightIsTransposed);
        double alpha = node.Real("alpha", 1), beta = node.Real("beta", 1);
        if (alpha != 1) values = [.. values.Select(value => alpha * value)];
        int units = values.Length / source.Size;

        if (node.Inputs.Length < 3 || node.Inputs[2].Length == 0 || beta == 0) return new DenseSymbol(node, source, units, values, null);
        if (graph.Symbol(node.Inputs[2]) is not null) throw new NodeException("adds a value that depends on the input.", "a constant C.");
        double[] bias = PerFeature(Finite(node.Inputs[2]), graph.Value(node.Outputs[0]).Dims);
        return new DenseSymbol(node, source, units, values, beta == 1 ? bias : [.. bias.Select(value => beta * value)]);
    }

    /// <summary>X·W, or W·X for a single sample that is a column.</summary>
    public DenseSymbol MatMul(OnnxNode node)
    {
        (bool isLeft, Symbol source) = Sides(node);
        OnnxTensor weight = Finite(node.Inputs[isLeft ? 1 : 0]), data = graph.Value(node.Inputs[isLeft ? 0 : 1]);
        int rank = weight.Dims.Length;
        if (Layout.Product(weight.Dims, 0, Math.Max(0, rank - 2)) != 1)
            throw new NodeException($"multiplies with a constant of shape {OnnxTensor.Describe(weight.Dims)}.", "a matrix.");

        // A vector is a column on the right, and a row on the left.
        int[] matrix = rank >= 2 ? weight.Dims[^2..] : isLeft ? [weight.Dims[0], 1] : [1, weight.Dims[0]];
        int features = isLeft || data.Dims.Length == 1 ? data.Dims[^1] : data.Dims[^2];
        if (features != source.Size || (batch > 1 && !isLeft)) throw Unfit(data);
        double[] values = Oriented(weight.WithShape(matrix), isLeft);
        return new DenseSymbol(node, source, values.Length / source.Size, values, null);
    }

    /// <summary>A constant without NaN and infinities.</summary>
    /// <exception cref="NodeException">It has one, or depends on the input.</exception>
    public OnnxTensor Finite(string name)
    {
        if (graph.Symbol(name) is not null) throw new NodeException($"has the parameter {Quoted.Name(name)}, which depends on the input.", "constants.");
        OnnxTensor tensor = graph.Value(name);
        int index = Array.FindIndex(tensor.Reals, value => !float.IsFinite((float)value));
        if (index >= 0)
            throw new NodeException(FormattableString.Invariant($"takes the tensor {Quoted.Name(name)}, whose value {index} is {tensor.Reals[index]}."),
                "finite 32-bit numbers.");
        return tensor;
    }

    /// <summary>A constant for each value of a sample, where it broadcasts to a shape.</summary>
    /// <exception cref="NodeException">It differs between samples.</exception>
    public double[] PerFeature(OnnxTensor constant, int[] dims)
    {
        double[] values = Layout.Broadcast(constant, dims, new Budget(OnnxLimits.FileBytes, 0)).Reals;
        int size = values.Length / batch;
        for (int i = size; i < values.Length; i++)
        {
            if (!values[i].Equals(values[i % size]))
                throw new NodeException($"takes a constant of shape {OnnxTensor.Describe(constant.Dims)}, which differs between samples.", "the same for all samples.");
        }

        return values[..size];
    }

    private (bool IsLeft, Symbol Source) Sides(OnnxNode node)
    {
        Symbol? left = graph.Symbol(node.Inputs[0]), right = graph.Symbol(node.Inputs[1]);
        if (left is not null && right is not null) throw new NodeException("multiplies two values that depend on the input.", "one that does, and constants.");
        return left is not null ? (true, left)
            : (false, right ?? throw new NodeException("adds what depends on the input to a product of constants.", "a product with the input."));
    }

    /// <summary>A matrix as [units, inputs]: transposed, where it is [inputs, units].</summary>
    private double[] Oriented(OnnxTensor matrix, bool isTransposed)
    {
        budget.Take(matrix.Dims);
        if (matrix.Count == 0) throw new NodeException($"multiplies with a constant of shape {OnnxTensor.Describe(matrix.Dims)}, which is empty.", "at least one unit.");
        if (!isTransposed) return matrix.Reals;
        int rows = matrix.Dims[0], columns = matrix.Dims[1];
        double[] values = new double[matrix.Count];
        for (int i = 0; i < values.Length; i++) values[i] = matrix.Reals[i % rows * columns + i / rows];
        return values;
    }

    private static NodeException Unfit(OnnxTensor data) =>
        new($"multiplies a value of shape {OnnxTensor.Describe(data.Dims)}, of which it takes only some dimensions together.",
            "all values of a sample: [samples, features], or a single sample as a vector.");
}
