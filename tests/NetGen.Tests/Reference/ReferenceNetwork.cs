using System;
using System.Linq;

namespace NetGen.Tests.Reference;

/// <summary>A network in double and plain loops, written from the formulas and sharing no code with NetGen: what generated code is compared with.</summary>
internal sealed class ReferenceNetwork
{
    // What each layer takes is x: the output of the one before, after dropout.
    private readonly double[][] _x, _z, _y, _dz, _dy;

    public ReferenceNetwork(Architecture architecture)
    {
        Architecture = architecture;
        Parameters = new TensorSet(architecture);
        double[][] Scratch() => [.. architecture.Layers.Select(layer => new double[layer.Units])];
        (_z, _y, _dz, _dy) = (Scratch(), Scratch(), Scratch(), Scratch());
        _x = [.. architecture.Layers.Select((_, index) => new double[index == 0 ? architecture.Inputs : architecture.Layers[index - 1].Units])];
    }

    public Architecture Architecture { get; }

    public TensorSet Parameters { get; }

    /// <summary>The factors that dropout multiplies the input of each layer by; null where nothing is dropped.</summary>
    public double[]?[]? Masks { get; set; }

    /// <summary>y of the last <see cref="Forward"/>.</summary>
    public double[] Output => _y[^1];

    /// <summary>z of the last <see cref="Forward"/>.</summary>
    public double[] Logits => _z[^1];

    /// <summary>
    /// What the rounding of the last backward pass is measured by: the largest derivative that it started from, which saturated activations cancel
    /// much of, times the largest value that the layers passed on, which gradients of weights multiply it by.
    /// </summary>
    public double RoundingScale { get; private set; }

    /// <summary>
    /// How near the last <see cref="Forward"/> came to a kink of an activation, in units of z. A z of exactly 0 is near none: it is the sum of nothing but
    /// zeros, of a layer without a bias that everything was dropped from, and so is 0 in any arithmetic.
    /// </summary>
    public double DistanceToKink => _z.Select((z, layer) => z.Min(value => value == 0
        ? double.PositiveInfinity
        : ReferenceActivation.DistanceToKink(Architecture.Layers[layer].Activation, value))).Min();

    /// <summary>Gives every parameter a random value that float holds: weights that keep the size of what passes through them, biases in ±½.</summary>
    public void Randomize(Random random)
    {
        foreach (ReferenceTensor tensor in Parameters.Tensors)
        {
            if (tensor.Name.EndsWith(".scale", StringComparison.Ordinal))
            {
                for (int k = 0; k < tensor.Values.Length; k++) tensor.Values[k] = (float)(0.5 + random.NextDouble());
                continue;
            }

            double range = tensor.Shape.Length == 1 ? 0.5 : Math.Sqrt(4.0 / tensor.Shape[1]);
            for (int k = 0; k < tensor.Values.Length; k++) tensor.Values[k] = (float)((2 * random.NextDouble() - 1) * range);
        }
    }

    /// <summary>z = W·x + b, y = f(z), layer after layer.</summary>
    public double[] Forward(double[] input)
    {
        if (Parameters.Means is { } means) input = [.. input.Select((value, i) => (value - means[i]) / Parameters.Scales![i])];
        for (int index = 0; index < _z.Length; index++)
        {
            double[] x = _x[index];
            (index == 0 ? input : _y[index - 1]).CopyTo(x, 0);
            Drop(index, x);
            DenseLayer layer = Architecture.Layers[index];
            double[] w = Parameters.Weights[index], b = Parameters.Biases[index], z = _z[index];
            for (int o = 0; o < z.Length; o++)
            {
                double sum = b[o];
                for (int i = 0; i < x.Length; i++) sum += w[o * x.Length + i] * x[i];
                z[o] = sum;
            }

            ReferenceActivation.Apply(layer.Activation, layer.EffectiveAlpha, z, _y[index]);
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
        Backpropagate(derivative, loss.IsFromLogits(Architecture.OutputActivation), gradients, dx);
        return value;
    }

    /// <summary>The same, from dL/dy.</summary>
    public void BackwardFromOutput(double[] x, double[] dy, TensorSet gradients, double[] dx)
    {
        Forward(x);
        Backpropagate(dy, isFromLogits: false, gradients, dx);
    }

    /// <summary>The same, from dL/dz of the last layer.</summary>
    public void BackwardFromLogits(double[] x, double[] dz, TensorSet gradients, double[] dx)
    {
        Forward(x);
        Backpropagate(dz, isFromLogits: true, gradients, dx);
    }

    private void Backpropagate(double[] derivative, bool isFromLogits, TensorSet gradients, double[] dx)
    {
        RoundingScale = derivative.Max(Math.Abs) * Math.Max(1, _y.Append(_x[0]).Max(values => values.Max(Math.Abs)));
        DenseLayer last = Architecture.Layers[^1];
        if (isFromLogits) derivative.CopyTo(_dz[^1], 0);
        else ReferenceActivation.Backpropagate(last.Activation, last.EffectiveAlpha, Logits, Output, derivative, _dz[^1]);
        Backpropagate(gradients, dx);
    }

    /// <summary>From the last layer to the first: dW += dz⊗x, db += dz, dx = Wᵀ·dz, and on with dz = Jᵀ·dx of the layer before.</summary>
    private void Backpropagate(TensorSet gradients, double[] inputGradient)
    {
        for (int index = _z.Length - 1; index >= 0; index--)
        {
            double[] x = _x[index], dx = index == 0 ? inputGradient : _dy[index - 1];
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

            Drop(index, dx);
            if (index == 0)
            {
                if (Parameters.Scales is { } scales)
                {
                    for (int i = 0; i < dx.Length; i++) dx[i] /= scales[i];
                }

                return;
            }

            DenseLayer below = Architecture.Layers[index - 1];
            ReferenceActivation.Backpropagate(below.Activation, below.EffectiveAlpha, _z[index - 1], _y[index - 1], dx, _dz[index - 1]);
        }
    }

    private void Drop(int layer, double[] values)
    {
        if (Masks?[layer] is not { } mask) return;
        for (int k = 0; k < values.Length; k++) values[k] *= mask[k];
    }
}
