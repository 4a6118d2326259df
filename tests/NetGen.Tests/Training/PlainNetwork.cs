using System;
using System.Collections.Immutable;

namespace NetGen.Tests.Training;

/// <summary>A network of two dense layers, tanh and a given activation, written in plain loops over the layout of generated networks.</summary>
public sealed class PlainNetwork : INetwork
{
    private readonly AlignedBuffer _parameters;

    public PlainNetwork(int inputs = 3, int hidden = 35, int outputs = 2, Activation outputActivation = Activation.Identity, int seed = 1)
    {
        int offset = 0;
        TensorInfo Tensor(string name, TensorLayout layout, params int[] shape)
        {
            int length = (shape[0] + 15) / 16 * 16 * (shape.Length == 2 ? shape[1] : 1);
            offset += length;
            return new TensorInfo(name, [.. shape], layout, offset - length, length, Initializer.Zeros);
        }

        ImmutableArray<TensorInfo> tensors =
        [
            Tensor("dense1.weight", TensorLayout.DensePanels, hidden, inputs), Tensor("dense1.bias", TensorLayout.PaddedVector, hidden),
            Tensor("dense2.weight", TensorLayout.DensePanels, outputs, hidden), Tensor("dense2.bias", TensorLayout.PaddedVector, outputs),
        ];
        int count = 0;
        foreach (TensorInfo tensor in tensors) count += tensor.Count;
        Info = new NetworkInfo(nameof(PlainNetwork), [inputs], [outputs], outputActivation, count, offset, tensors);
        _parameters = new AlignedBuffer(offset);

        var random = new Random(seed);
        foreach (TensorInfo tensor in tensors)
        {
            float[] values = new float[tensor.Count];
            for (int i = 0; i < values.Length; i++) values[i] = (random.NextSingle() - 0.5f) / MathF.Sqrt(tensor.Shape[^1]);
            TensorPacking.Pack(tensor, values, Parameters.Slice(tensor.Offset, tensor.Length));
        }
    }

    public NetworkInfo Info { get; }

    public Span<float> Parameters => _parameters.Span;

    public void Forward(ReadOnlySpan<float> input, Span<float> output) =>
        Run(input, stackalloc float[Info.Tensors[1].Count], stackalloc float[Info.OutputSize], output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        for (int i = 0; i < inputs.Length / Info.InputSize; i++)
            Forward(inputs.Slice(i * Info.InputSize, Info.InputSize), outputs.Slice(i * Info.OutputSize, Info.OutputSize));
    }

    public int Predict(ReadOnlySpan<float> input)
    {
        float[] output = new float[Info.OutputSize];
        Forward(input, output);
        if (output.Length == 1) return (Info.OutputActivation == Activation.Sigmoid ? output[0] >= 0.5f : output[0] > 0f) ? 1 : 0;
        int best = 0;
        for (int i = 1; i < output.Length; i++) if (output[i] > output[best]) best = i;
        return best;
    }

    public float Backward<TLoss>(
        ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        if (!accumulate) gradients.Clear();
        return AddGradients(input, target, loss, gradients, 1f);
    }

    public float BackwardBatch<TLoss>(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        int count = inputs.Length / Info.InputSize, targetSize = targets.Length / count;
        if (!accumulate) gradients.Clear();
        float sum = 0f;
        for (int i = 0; i < count; i++)
            sum += AddGradients(inputs.Slice(i * Info.InputSize, Info.InputSize), targets.Slice(i * targetSize, targetSize), loss, gradients, 1f / count);
        return sum / count;
    }

    public void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true) =>
        throw new NotSupportedException();

    public void BackwardBatch(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true) =>
        throw new NotSupportedException();

    private static int Index(TensorInfo weight, int output, int input)
    {
        int width = Math.Min(32, weight.Length / weight.Shape[1] - output / 32 * 32);
        return weight.Offset + output / 32 * 32 * weight.Shape[1] + width * input + output % 32;
    }

    private void Run(ReadOnlySpan<float> input, Span<float> hidden, Span<float> logits, Span<float> output)
    {
        Dense(input, 0, hidden);
        foreach (ref float value in hidden) value = MathF.Tanh(value);
        Dense(hidden, 2, logits);

        double sum = 0;
        foreach (float z in logits) sum += Math.Exp(z);
        for (int k = 0; k < output.Length; k++)
        {
            output[k] = Info.OutputActivation switch
            {
                Activation.Identity => logits[k],
                Activation.Sigmoid => 1f / (1f + MathF.Exp(-logits[k])),
                Activation.Softmax => (float)(Math.Exp(logits[k]) / sum),
                Activation.LogSoftmax => (float)(logits[k] - Math.Log(sum)),
                _ => throw new NotSupportedException(),
            };
        }
    }

    private void Dense(ReadOnlySpan<float> x, int tensor, Span<float> z)
    {
        for (int o = 0; o < z.Length; o++)
        {
            z[o] = Parameters[Info.Tensors[tensor + 1].Offset + o];
            for (int i = 0; i < x.Length; i++) z[o] += Parameters[Index(Info.Tensors[tensor], o, i)] * x[i];
        }
    }

    private float AddGradients<TLoss>(ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, float scale)
        where TLoss : struct, ILoss
    {
        Span<float> hidden = stackalloc float[Info.Tensors[1].Count], logits = stackalloc float[Info.OutputSize];
        Span<float> output = stackalloc float[Info.OutputSize], delta = stackalloc float[Info.OutputSize];
        Run(input, hidden, logits, output);
        float value;
        if (TLoss.IsFusedWith(Info.OutputActivation)) value = loss.EvaluateLogits(logits, target, delta);
        else
        {
            value = loss.Evaluate(output, target, delta);
            for (int k = 0; k < delta.Length; k++)
            {
                delta[k] *= Info.OutputActivation switch
                {
                    Activation.Identity => 1f,
                    Activation.Sigmoid => output[k] * (1f - output[k]),
                    _ => throw new NotSupportedException(),
                };
            }
        }

        Span<float> hiddenDelta = stackalloc float[hidden.Length];
        for (int h = 0; h < hidden.Length; h++)
        {
            for (int k = 0; k < delta.Length; k++) hiddenDelta[h] += delta[k] * Parameters[Index(Info.Tensors[2], k, h)];
            hiddenDelta[h] *= 1f - hidden[h] * hidden[h];
        }

        AddDense(hidden, delta, 2, gradients, scale);
        AddDense(input, hiddenDelta, 0, gradients, scale);
        return value;
    }

    private void AddDense(ReadOnlySpan<float> x, ReadOnlySpan<float> delta, int tensor, Span<float> gradients, float scale)
    {
        for (int o = 0; o < delta.Length; o++)
        {
            gradients[Info.Tensors[tensor + 1].Offset + o] += delta[o] * scale;
            for (int i = 0; i < x.Length; i++) gradients[Index(Info.Tensors[tensor], o, i)] += delta[o] * x[i] * scale;
        }
    }
}
