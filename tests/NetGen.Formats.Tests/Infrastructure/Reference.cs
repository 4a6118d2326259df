using System;
using System.Linq;

namespace NetGen.Formats.Tests.Infrastructure;

/// <summary>Networks as the documentation defines them, in double precision, apart from the library's own evaluation.</summary>
internal static class Reference
{
    public static double[] Evaluate(NetworkModel model, float[] input)
    {
        double[] x = [.. input.Select(value => (double)value)];
        foreach (LayerModel layer in model.Layers)
        {
            x = layer switch
            {
                StandardizeLayer s => [.. x.Select((value, i) => (value - s.Mean[i]) / s.Scale[i])],
                DenseLayer d => Activate(d, [.. Enumerable.Range(0, d.Units)
                    .Select(unit => x.Select((value, i) => value * d.Weight[unit * d.Inputs + i]).Sum() + (d.Bias is null ? 0 : d.Bias[unit]))]),
                _ => x,
            };
        }

        return x;
    }

    private static double[] Activate(DenseLayer layer, double[] z)
    {
        double sum = z.Sum(value => Math.Exp(value - z.Max()));
        return layer.Activation switch
        {
            Activation.Softmax => [.. z.Select(value => Math.Exp(value - z.Max()) / sum)],
            Activation.LogSoftmax => [.. z.Select(value => value - z.Max() - Math.Log(sum))],
            _ => [.. z.Select(value => Apply(layer.Activation, layer.Alpha, value))],
        };
    }

    private static double Apply(Activation activation, double alpha, double z) => activation switch
    {
        Activation.Identity => z,
        Activation.Sigmoid => 1 / (1 + Math.Exp(-z)),
        Activation.Tanh => Math.Tanh(z),
        Activation.ReLU => z < 0 ? 0 : z,
        Activation.LeakyReLU => z < 0 ? z * alpha : z,
        Activation.ELU => z < 0 ? alpha * (Math.Exp(z) - 1) : z,
        Activation.SELU => 1.0507009873554805 * (z < 0 ? 1.6732632423543772 * (Math.Exp(z) - 1) : z),
        Activation.GELU => z * NormalDistribution(z),
        Activation.GELUTanh => 0.5 * z * (1 + Math.Tanh(0.7978845608028654 * (z + 0.044715 * Math.Pow(z, 3)))),
        Activation.SiLU => z / (1 + Math.Exp(-z)),
        Activation.Softplus => z > 30 ? z : Math.Log(1 + Math.Exp(z)),
        Activation.HardSigmoid => z <= -3 ? 0 : z >= 3 ? 1 : z / 6 + 0.5,
        Activation.HardSwish => z <= -3 ? 0 : z >= 3 ? z : z * (z + 3) / 6,
        Activation.Mish => z * Math.Tanh(z > 30 ? z : Math.Log(1 + Math.Exp(z))),
        _ => throw new ArgumentOutOfRangeException(nameof(activation)),
    };

    // Simpson's rule over the density from 0 on.
    private static double NormalDistribution(double z)
    {
        if (Math.Abs(z) > 9) return z < 0 ? 0 : 1;
        const int Steps = 2000;
        double h = z / Steps, sum = 0;
        for (int i = 0; i <= Steps; i++) sum += (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.Exp(-(i * h) * (i * h) / 2);
        return 0.5 + sum * h / 3 / Math.Sqrt(2 * Math.PI);
    }
}
