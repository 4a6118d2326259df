using System;
using System.Linq;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Evaluates a network as a value by the formulas of its layers, in double precision.</summary>
internal static class ReferenceNetwork
{
    public static double[] Evaluate(NetworkModel network, float[] input)
    {
        double[] values = [.. input.Select(value => (double)value)];
        foreach (LayerModel layer in network.Layers)
        {
            values = layer switch
            {
                StandardizeLayer standardize => [.. values.Select((value, i) => (value - standardize.Mean[i]) / standardize.Scale[i])],
                DropoutLayer => values,
                DenseLayer dense => Dense(dense, values),
                _ => throw new NotSupportedException(layer.ToString()),
            };
        }

        return values;
    }

    private static double[] Dense(DenseLayer layer, double[] input)
    {
        Assert(input.Length == layer.Inputs && layer.Weight.Length == layer.Inputs * layer.Units, "the sizes of a layer");
        double[] z = new double[layer.Units];
        for (int unit = 0; unit < z.Length; unit++)
        {
            z[unit] = layer.Bias?[unit] ?? 0;
            for (int i = 0; i < input.Length; i++) z[unit] += (double)layer.Weight[unit * input.Length + i] * input[i];
        }

        if (layer.Activation is Activation.Softmax or Activation.LogSoftmax)
        {
            double logSum = z.Max() + Math.Log(z.Sum(value => Math.Exp(value - z.Max())));
            return [.. z.Select(value => layer.Activation == Activation.Softmax ? Math.Exp(value - logSum) : value - logSum)];
        }

        return [.. z.Select(value => Apply(layer.Activation, layer.Alpha, value))];
    }

    private static double Apply(Activation activation, double alpha, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-z)),
        Activation.Tanh => Math.Tanh(z),
        Activation.ReLU => Math.Max(0, z),
        Activation.LeakyReLU => z > 0 ? z : alpha * z,
        Activation.ELU => z > 0 ? z : alpha * (Math.Exp(z) - 1),
        Activation.SELU => 1.05070099 * (z > 0 ? z : 1.67326324 * (Math.Exp(z) - 1)),
        Activation.GELU => z * Normal(z),
        Activation.GELUTanh => 0.5 * z * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z))),
        Activation.SiLU => z / (1 + Math.Exp(-z)),
        Activation.Softplus => Math.Log(1 + Math.Exp(z)),
        Activation.HardSigmoid => Math.Min(1, Math.Max(0, z / 6 + 0.5)),
        Activation.HardSwish => z * Math.Min(1, Math.Max(0, z / 6 + 0.5)),
        Activation.Mish => z * Math.Tanh(Math.Log(1 + Math.Exp(z))),
        _ => throw new NotSupportedException(activation.ToString()),
    };

    /// <summary>The normal distribution function, by Simpson's rule.</summary>
    private static double Normal(double z)
    {
        const int steps = 400;
        double width = z / steps, sum = 0;
        for (int i = 0; i <= steps; i++)
        {
            double t = i * width;
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-t * t / 2);
        }

        return 0.5 + sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    private static void Assert(bool condition, string what) => Xunit.Assert.True(condition, what);
}
