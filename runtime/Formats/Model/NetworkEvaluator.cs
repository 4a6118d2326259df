using System;
using System.Runtime.CompilerServices;

namespace NetGen.Formats;

/// <summary>
/// Computes what a <see cref="NetworkModel"/> says in double precision, as its formulas are written: what generated code and exports are compared with.
/// </summary>
internal static class NetworkEvaluator
{
    /// <summary>The outputs of samples.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The samples, [samples, inputs].</param>
    /// <param name="output">Receives the outputs, [samples, outputs].</param>
    public static void Evaluate(NetworkModel model, ReadOnlySpan<float> input, Span<double> output)
    {
        int samples = input.Length / model.InputSize, outputs = output.Length / samples;
        for (int i = 0; i < samples; i++) EvaluateSample(model, input.Slice(i * model.InputSize, model.InputSize), output.Slice(i * outputs, outputs));
    }

    private static void EvaluateSample(NetworkModel model, ReadOnlySpan<float> input, Span<double> output)
    {
        double[] values = new double[input.Length];
        for (int i = 0; i < values.Length; i++) values[i] = input[i];
        foreach (LayerModel layer in model.Layers)
        {
            if (layer is DenseLayer dense)
            {
                values = Evaluate(dense, values);
            }
            else if (layer is StandardizeLayer standardize)
            {
                for (int i = 0; i < values.Length; i++) values[i] = (values[i] - standardize.Mean[i]) / standardize.Scale[i];
            }
        }

        values.CopyTo(output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double[] Evaluate(DenseLayer layer, double[] x)
    {
        double[] z = new double[layer.Units];
        for (int unit = 0; unit < z.Length; unit++)
        {
            double sum = layer.Bias?[unit] ?? 0;
            ReadOnlySpan<float> weights = layer.Weight.AsSpan(unit * layer.Inputs, layer.Inputs);
            for (int i = 0; i < weights.Length; i++) sum += weights[i] * x[i];
            z[unit] = sum;
        }

        if (layer.Activation is Activation.Softmax or Activation.LogSoftmax) OverLayer(layer.Activation, z);
        else for (int unit = 0; unit < z.Length; unit++) z[unit] = Apply(layer.Activation, layer.Alpha, z[unit]);
        return z;
    }

    private static void OverLayer(Activation activation, double[] z)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double value in z) largest = Math.Max(largest, value);
        foreach (double value in z) sum += Math.Exp(value - largest);
        for (int i = 0; i < z.Length; i++)
        {
            double logarithm = z[i] - largest - Math.Log(sum);
            z[i] = activation == Activation.Softmax ? Math.Exp(logarithm) : logarithm;
        }
    }

    private static double Apply(Activation activation, double alpha, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => Sigmoid(z),
        Activation.Tanh => Math.Tanh(z),
        Activation.ReLU => Math.Max(0, z),
        Activation.LeakyReLU => z > 0 ? z : alpha * z,
        Activation.ELU => z > 0 ? z : alpha * (Math.Exp(z) - 1),
        Activation.SELU => 1.05070099 * (z > 0 ? z : 1.67326324 * (Math.Exp(z) - 1)),
        Activation.GELU => z * Math.Exp(LogErfc.Evaluate(-z / Math.Sqrt(2))) / 2,
        Activation.GELUTanh => z / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))),
        Activation.SiLU => z * Sigmoid(z),
        Activation.Softplus => Softplus(z),
        Activation.HardSigmoid => Math.Clamp(z / 6 + 0.5, 0, 1),
        Activation.HardSwish => z * Math.Clamp(z / 6 + 0.5, 0, 1),
        Activation.Mish => z * Math.Tanh(Softplus(z)),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "The activation is not known."),
    };

    private static double Sigmoid(double z) => 1 / (1 + Math.Exp(-z));

    private static double Softplus(double z) => Math.Max(z, 0) + Math.Log(1 + Math.Exp(-Math.Abs(z)));
}
