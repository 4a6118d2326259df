using System;
using System.Numerics.Tensors;

namespace NetGen.Benchmarks.Peers;

/// <summary>A dense layer over blocks of samples, in <see cref="TensorPrimitives"/>.</summary>
internal sealed class TensorPrimitivesLayer(DenseWeights dense, int blockSize)
{
    private readonly float[] _derivatives = new float[blockSize * dense.Outputs];

    public int OutputSize => dense.Outputs;

    /// <summary>[outputs, inputs], and the gradient.</summary>
    public TensorPrimitivesParameters Weights { get; } = new((float[])dense.Weights.Clone());

    /// <summary>[outputs], and the gradient.</summary>
    public TensorPrimitivesParameters Biases { get; } = new((float[])dense.Biases.Clone());

    /// <summary>[block, outputs].</summary>
    public float[] Outputs { get; } = new float[blockSize * dense.Outputs];

    /// <summary>The derivative of the loss by the outputs, [block, outputs]; for softmax, by the logits.</summary>
    public float[] Deltas { get; } = new float[blockSize * dense.Outputs];

    public ReadOnlySpan<float> OutputOf(int sample) => Outputs.AsSpan(sample * OutputSize, OutputSize);

    public Span<float> DeltaOf(int sample) => Deltas.AsSpan(sample * OutputSize, OutputSize);

    public void Forward(ReadOnlySpan<float> x, int count)
    {
        int inputSize = dense.Inputs;
        for (int o = 0; o < OutputSize; o++)
        {
            ReadOnlySpan<float> row = Weights.Values.AsSpan(o * inputSize, inputSize);
            for (int sample = 0; sample < count; sample++)
                Outputs[sample * OutputSize + o] = TensorPrimitives.Dot(row, x.Slice(sample * inputSize, inputSize));
        }

        for (int sample = 0; sample < count; sample++)
        {
            Span<float> z = Outputs.AsSpan(sample * OutputSize, OutputSize);
            TensorPrimitives.Add(z, Biases.Values, z);
            if (dense.Activation == Activation.Softmax) TensorPrimitives.SoftMax(z, z);
        }

        Span<float> outputs = Outputs.AsSpan(0, count * OutputSize);
        if (dense.Activation == Activation.ReLU) TensorPrimitives.Max(outputs, 0f, outputs);
        if (dense.Activation == Activation.Tanh) TensorPrimitives.Tanh(outputs, outputs);
    }

    /// <summary>Adds to the gradients, and writes the derivatives by the inputs unless there is no room for them.</summary>
    public void Backward(ReadOnlySpan<float> x, Span<float> inputDeltas, int count)
    {
        int inputSize = dense.Inputs;
        MultiplyByDerivative();
        for (int o = 0; o < OutputSize; o++)
        {
            Span<float> gradientRow = Weights.Gradients.AsSpan(o * inputSize, inputSize);
            for (int sample = 0; sample < count; sample++)
                TensorPrimitives.MultiplyAdd(x.Slice(sample * inputSize, inputSize), Deltas[sample * OutputSize + o], gradientRow, gradientRow);
        }

        for (int sample = 0; sample < count; sample++) TensorPrimitives.Add(Biases.Gradients, DeltaOf(sample), Biases.Gradients);
        if (inputDeltas.IsEmpty) return;
        inputDeltas.Clear();
        for (int o = 0; o < OutputSize; o++)
        {
            ReadOnlySpan<float> row = Weights.Values.AsSpan(o * inputSize, inputSize);
            for (int sample = 0; sample < count; sample++)
            {
                Span<float> inputDelta = inputDeltas.Slice(sample * inputSize, inputSize);
                TensorPrimitives.MultiplyAdd(row, Deltas[sample * OutputSize + o], inputDelta, inputDelta);
            }
        }
    }

    public void Update(UpdateRule rule, float learningRate, int step)
    {
        Weights.Update(rule, learningRate, step);
        Biases.Update(rule, learningRate, step);
    }

    private void MultiplyByDerivative()
    {
        if (dense.Activation == Activation.ReLU)
        {
            // No primitive selects by a comparison.
            for (int i = 0; i < Outputs.Length; i++) Deltas[i] = Outputs[i] > 0f ? Deltas[i] : 0f;
        }
        else if (dense.Activation == Activation.Tanh)
        {
            TensorPrimitives.Multiply(Outputs, Outputs, _derivatives);
            TensorPrimitives.Subtract(1f, _derivatives, _derivatives);
            TensorPrimitives.Multiply(Deltas, _derivatives, Deltas);
        }
    }
}
