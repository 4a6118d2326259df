using System;
using System.Linq;

namespace NetGen.Benchmarks;

/// <summary>
/// The peer: what a C# developer writes first. Flat arrays of weights [out][in], scalar loops, no allocation after construction; softmax with
/// cross-entropy at the end, and gradient descent on the spot.
/// </summary>
internal sealed class ScalarNetwork
{
    private readonly Layer[] _layers;

    public ScalarNetwork(INetwork network, params Activation[] activations)
    {
        string[] names = [.. network.Info.Tensors.Select(tensor => tensor.Name.Split('.')[0]).Distinct()];
        _layers = [.. names.Select((name, index) => new Layer(network.GetTensor($"{name}.weight"), network.GetTensor($"{name}.bias"), activations[index]))];
    }

    public ReadOnlySpan<float> Forward(ReadOnlySpan<float> x)
    {
        foreach (Layer layer in _layers) x = layer.Forward(x);
        return x;
    }

    /// <summary>Adds the gradients of the cross-entropy to those kept beside the weights; returns the loss.</summary>
    public float Backward(ReadOnlySpan<float> x, int label)
    {
        ReadOnlySpan<float> y = Forward(x);
        float loss = -MathF.Log(y[label]);
        Span<float> dz = _layers[^1].Delta;
        y.CopyTo(dz);
        dz[label] -= 1f;
        for (int index = _layers.Length - 1; index >= 0; index--)
            _layers[index].Backward(index == 0 ? x : _layers[index - 1].Output, index == 0 ? default : _layers[index - 1]);
        return loss;
    }

    /// <summary>Takes a step along the gradients, and clears them.</summary>
    public void Step(float learningRate)
    {
        foreach (Layer layer in _layers) layer.Step(learningRate);
    }

    private sealed class Layer(float[] weights, float[] biases, Activation activation)
    {
        private readonly float[] _weightGradients = new float[weights.Length];
        private readonly float[] _biasGradients = new float[biases.Length];

        public float[] Output { get; } = new float[biases.Length];

        public float[] Delta { get; } = new float[biases.Length];

        public ReadOnlySpan<float> Forward(ReadOnlySpan<float> x)
        {
            float total = 0f;
            for (int o = 0; o < biases.Length; o++)
            {
                float z = biases[o];
                for (int i = 0; i < x.Length; i++) z += weights[o * x.Length + i] * x[i];
                Output[o] = activation switch
                {
                    Activation.ReLU => MathF.Max(0f, z),
                    Activation.Tanh => MathF.Tanh(z),
                    _ => z,
                };
            }

            if (activation != Activation.Softmax) return Output;
            float largest = Output[0];
            for (int o = 1; o < Output.Length; o++) largest = MathF.Max(largest, Output[o]);
            for (int o = 0; o < Output.Length; o++) total += Output[o] = MathF.Exp(Output[o] - largest);
            for (int o = 0; o < Output.Length; o++) Output[o] /= total;
            return Output;
        }

        public void Backward(ReadOnlySpan<float> x, Layer? before)
        {
            for (int o = 0; o < biases.Length; o++)
            {
                if (activation == Activation.ReLU && Output[o] <= 0f) Delta[o] = 0f;
                if (activation == Activation.Tanh) Delta[o] *= 1f - Output[o] * Output[o];
                _biasGradients[o] += Delta[o];
                for (int i = 0; i < x.Length; i++) _weightGradients[o * x.Length + i] += Delta[o] * x[i];
            }

            if (before is null) return;
            for (int i = 0; i < x.Length; i++)
            {
                float sum = 0f;
                for (int o = 0; o < biases.Length; o++) sum += weights[o * x.Length + i] * Delta[o];
                before.Delta[i] = sum;
            }
        }

        public void Step(float learningRate)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] -= learningRate * _weightGradients[i];
                _weightGradients[i] = 0f;
            }

            for (int i = 0; i < biases.Length; i++)
            {
                biases[i] -= learningRate * _biasGradients[i];
                _biasGradients[i] = 0f;
            }
        }
    }
}
