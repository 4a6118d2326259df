using System;
using System.Linq;

namespace NetGen.Tests.Reference;

/// <summary>A network in double and plain loops, written from the formulas and sharing no code with NetGen: what generated code is compared with.</summary>
internal sealed class ReferenceNetwork
{
    private readonly double[][] _z, _y, _dz, _dy;

    public ReferenceNetwork(Architecture architecture)
    {
        Architecture = architecture;
        Parameters = new TensorSet(architecture);
        double[][] Scratch() => [.. architecture.Layers.Select(layer => new double[layer.Units])];
        (_z, _y, _dz, _dy) = (Scratch(), Scratch(), Scratch(), Scratch());
    }

    public Architecture Architecture { get; }

    public TensorSet Parameters { get; }

    /// <summary>y of the last <see cref="Forward"/>.</summary>
    public double[] Output => _y[^1];

    /// <summary>z of the last <see cref="Forward"/>.</summary>
    public double[] Logits => _z[^1];

    /// <summary>
    /// What the rounding of the last backward pass is measured by: the largest derivative that it started from, which saturated activations cancel
    /// much of, times the largest value that the layers passed on, which gradients of weights multiply it by.
    /// </summary>
    public double RoundingScale { get; private set; }

    /// <summary>How near the last <see cref="Forward"/> came to a kink of an activation, in units of z.</summary>
    public double DistanceToKink =>
        _z.Select((z, layer) => z.Min(value => ReferenceActivation.DistanceToKink(Architecture.Layers[layer].Activation, value))).Min();

    /// <summary>Gives every parameter a random value that float holds: weights that keep the size of what passes through them, biases in ±½.</summary>
    public void Randomize(Random random)
    {
        foreach (ReferenceTensor tensor in Parameters.Tensors)
        {
            double range = tensor.Shape.Length == 1 ? 0.5 : Math.Sqrt(4.0 / tensor.Shape[1]);
            for (int k = 0; k < tensor.Values.Length; k++) tensor.Values[k] = (float)((2 * random.NextDouble() - 1) * range);
        }
    }

    /// <summary>z = W·x + b, y = f(z), layer after layer.</summary>
    public double[] Forward(double[] x)
    {
        for (int index = 0; index < _z.Length; index++)
        {
            DenseLayer layer = Architecture.Layers[index];
            double[] w = Parameters.Weights[index], b = Parameters.Biases[index], z = _z[index];
            for (int o = 0; o < z.Length; o++)
            {
                double sum = b[o];
                for (int i = 0; i < x.Length; i++) sum += w[o * x.Length + i] * x[i];
                z[o] = sum;
            }

            ReferenceActivation.Apply(layer.Activation, layer.EffectiveAlpha, z, _y[index]);
            x = _y[index];
        }

        return Output;
    }

    /// <summary>The loss of one sample.</summary>
    public double Loss(double[] x, ReadOnlySpan<float> target, ReferenceLoss loss)
    {
        Forward(x);
        return loss.Evaluate(Architecture.OutputActivation, Logits, Output, target, new double[Output.Length]);
    }

    /// <summary>Adds dL/dparameters of one sample to <paramref name="gradients"/>, writes dL/dx and returns L.</summary>
    public double Backward(double[] x, ReadOnlySpan<float> target, ReferenceLoss loss, TensorSet gradients, double[] dx)
    {
        Forward(x);
        var derivative = new double[Output.Length];
        double value = loss.Evaluate(Architecture.OutputActivation, Logits, Output, target, derivative);
        Backpropagate(x, derivative, loss.IsFromLogits(Architecture.OutputActivation), gradients, dx);
        return value;
    }

    /// <summary>The same, from dL/dy.</summary>
    public void BackwardFromOutput(double[] x, double[] dy, TensorSet gradients, double[] dx)
    {
        Forward(x);
        Backpropagate(x, dy, isFromLogits: false, gradients, dx);
    }

    /// <summary>The same, from dL/dz of the last layer.</summary>
    public void BackwardFromLogits(double[] x, double[] dz, TensorSet gradients, double[] dx)
    {
        Forward(x);
        Backpropagate(x, dz, isFromLogits: true, gradients, dx);
    }

    private void Backpropagate(double[] x, double[] derivative, bool isFromLogits, TensorSet gradients, double[] dx)
    {
        RoundingScale = derivative.Max(Math.Abs) * Math.Max(1, _y.Append(x).Max(values => values.Max(Math.Abs)));
        DenseLayer last = Architecture.Layers[^1];
        if (isFromLogits) derivative.CopyTo(_dz[^1], 0);
        else ReferenceActivation.Backpropagate(last.Activation, last.EffectiveAlpha, Logits, Output, derivative, _dz[^1]);
        Backpropagate(x, gradients, dx);
    }

    /// <summary>From the last layer to the first: dW += dz⊗x, db += dz, dx = Wᵀ·dz, and on with dz = Jᵀ·dx of the layer before.</summary>
    private void Backpropagate(double[] input, TensorSet gradients, double[] inputGradient)
    {
        for (int index = _z.Length - 1; index >= 0; index--)
        {
            double[] x = index == 0 ? input : _y[index - 1], dx = index == 0 ? inputGradient : _dy[index - 1];
            double[] w = Parameters.Weights[index], dz = _dz[index], dw = gradients.Weights[index], db = gradients.Biases[index];
            Array.Clear(dx);
            for (int o = 0; o < dz.Length; o++)
            {
                db[o] += dz[o];
                for (int i = 0; i < x.Length; i++)
                {
                    dw[o * x.Length + i] += dz[o] * x[i];
                    dx[i] += w[o * x.Length + i] * dz[o];
                }
            }

            if (index == 0) return;
            DenseLayer below = Architecture.Layers[index - 1];
            ReferenceActivation.Backpropagate(below.Activation, below.EffectiveAlpha, _z[index - 1], _y[index - 1], dx, _dz[index - 1]);
        }
    }
}
