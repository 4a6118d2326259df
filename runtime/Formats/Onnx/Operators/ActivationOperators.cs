using System;

namespace NetGen.Formats.Onnx;

/// <summary>Activations of one value, and those along an axis.</summary>
internal static class ActivationOperators
{
    /// <summary>A function of one value and of one attribute.</summary>
    public static Func<OperatorCall, OnnxTensor> Of(string attribute, float otherwise, Func<double, double, double> function) => call =>
    {
        double parameter = call.Node.Real(attribute, otherwise);
        return ElementwiseOperators.Map(call, call[0], value => function(value, parameter));
    };

    /// <summary>A function of one value and of two attributes.</summary>
    public static Func<OperatorCall, OnnxTensor> Of(
        string first, float firstOtherwise, string second, float secondOtherwise, Func<double, double, double, double> function) => call =>
    {
        double a = call.Node.Real(first, firstOtherwise), b = call.Node.Real(second, secondOtherwise);
        return ElementwiseOperators.Map(call, call[0], value => function(value, a, b));
    };

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    public static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>ln(1 + eˣ), which is finite wherever x is.</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + SpecialFunctions.LogOnePlus(Math.Exp(-Math.Abs(x)));

    /// <summary>min(1, max(0, αx + β)).</summary>
    public static double HardSigmoid(double x, double alpha, double beta) => Math.Min(1, Math.Max(0, alpha * x + beta));

    /// <summary>x·Φ(x).</summary>
    public static double Gelu(double x) => 0.5 * x * SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>The tanh form of <see cref="Gelu(double)"/>.</summary>
    public static double GeluTanh(double x) => x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));

    /// <summary>Gelu, whose attribute says the form.</summary>
    public static OnnxTensor Gelu(OperatorCall call) => call.Node.Text("approximate", "none") switch
    {
        "none" => ElementwiseOperators.Map(call, call[0], Gelu),
        "tanh" => ElementwiseOperators.Map(call, call[0], GeluTanh),
        string other => throw new NodeException($"has the attribute approximate = {Quoted.Name(other)}.", "none, tanh."),
    };

    /// <summary>x where it is not negative, slope·x else; the slope broadcasts to x.</summary>
    public static OnnxTensor PRelu(OperatorCall call)
    {
        OnnxTensor x = call[0], slope = Layout.Broadcast(call[1], x.Dims, call.Budget);
        double[] result = new double[call.Allocate(x.Dims)];
        for (int i = 0; i < result.Length; i++) result[i] = x.Reals[i] < 0 ? x.Reals[i] * slope.Reals[i] : x.Reals[i];
        return new OnnxTensor(x.ElementType, x.Dims, result);
    }

    /// <summary>Along the axis: the exponentials' share.</summary>
    public static OnnxTensor Softmax(OperatorCall call) => Along(call, static row =>
    {
        double largest = Largest(row), sum = 0;
        for (int i = 0; i < row.Length; i++) sum += row[i] = Math.Exp(row[i] - largest);
        for (int i = 0; i < row.Length; i++) row[i] /= sum;
    });

    /// <summary>Along the axis: the logarithm of <see cref="Softmax"/>.</summary>
    public static OnnxTensor LogSoftmax(OperatorCall call) => Along(call, static row =>
    {
        double largest = Largest(row), sum = 0;
        foreach (double value in row) sum += Math.Exp(value - largest);
        double log = largest + Math.Log(sum);
        for (int i = 0; i < row.Length; i++) row[i] -= log;
    });

    /// <summary>Along the axis: 1 at the first of the largest values, 0 elsewhere.</summary>
    public static OnnxTensor Hardmax(OperatorCall call) => Along(call, static row =>
    {
        int place = row.IndexOf(Largest(row));
        row.Clear();
        if (place >= 0) row[place] = 1;
    });

    private delegate void RowFunction(Span<double> row);

    private static double Largest(Span<double> row)
    {
        double largest = double.NegativeInfinity;
        foreach (double value in row) largest = Math.Max(largest, value);
        return largest;
    }

    /// <summary>
    /// Before version 13 the axis is the first of those that are taken together, and 1 unless given; since, it is one axis, the last unless given.
    /// </summary>
    private static OnnxTensor Along(OperatorCall call, RowFunction function)
    {
        OnnxTensor x = call[0];
        bool isTogether = call.Node.Opset < 13;
        int rank = x.Dims.Length;
        long axis = call.Node.Integer("axis", isTogether ? 1 : -1);
        int first = isTogether && axis == rank ? rank : call.Axis(axis, rank);
        int last = isTogether ? rank : first + 1;
        int outer = Layout.Product(x.Dims, 0, first), length = Layout.Product(x.Dims, first, last), inner = Layout.Product(x.Dims, last, rank);

        double[] values = x.Reals, result = new double[call.Allocate(x.Dims)], row = new double[length];
        if (result.Length == 0) return x;
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < inner; i++)
            {
                int start = o * length * inner + i;
                for (int k = 0; k < length; k++) row[k] = values[start + k * inner];
                function(row);
                for (int k = 0; k < length; k++) result[start + k * inner] = row[k];
            }
        }

        return new OnnxTensor(x.ElementType, x.Dims, result);
    }
}
