using System;
using System.Runtime.CompilerServices;

namespace NetGen.Benchmarks.Peers;

/// <summary>A dense layer in plain loops.</summary>
internal sealed class ScalarLayer(DenseWeights dense)
{
    /// <summary>[outputs, inputs], and the gradient.</summary>
    public ScalarParameters Weights { get; } = new((float[])dense.Weights.Clone());

    /// <summary>[outputs], and the gradient.</summary>
    public ScalarParameters Biases { get; } = new((float[])dense.Biases.Clone());

    public float[] Output { get; } = new float[dense.Outputs];

    /// <summary>The derivative of the loss by the output; for softmax, by the logits.</summary>
    public float[] Delta { get; } = new float[dense.Outputs];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Forward(ReadOnlySpan<float> x)
    {
        float[] weights = Weights.Values, biases = Biases.Values, output = Output;
        for (int o = 0; o < output.Length; o++)
        {
            ReadOnlySpan<float> row = weights.AsSpan(o * x.Length, x.Length);
            float z = biases[o];
            for (int i = 0; i < row.Length; i++) z += row[i] * x[i];
            output[o] = z;
        }

        switch (dense.Activation)
        {
            case Activation.ReLU:
                for (int o = 0; o < output.Length; o++) output[o] = output[o] > 0f ? output[o] : 0f;
                break;
            case Activation.Tanh:
                for (int o = 0; o < output.Length; o++) output[o] = MathF.Tanh(output[o]);
                break;
            case Activation.Softmax:
                Softmax(output);
                break;
        }
    }

    /// <summary>Adds to the gradients, and writes the derivative by the input unless there is no room for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Backward(ReadOnlySpan<float> x, Span<float> inputDelta)
    {
        float[] weights = Weights.Values, weightGradients = Weights.Gradients, biasGradients = Biases.Gradients;
        inputDelta.Clear();
        for (int o = 0; o < Output.Length; o++)
        {
            float delta = dense.Activation switch
            {
                Activation.ReLU => Output[o] > 0f ? Delta[o] : 0f,
                Activation.Tanh => Delta[o] * (1f - Output[o] * Output[o]),
                _ => Delta[o],
            };
            biasGradients[o] += delta;
            Span<float> gradientRow = weightGradients.AsSpan(o * x.Length, x.Length);
            for (int i = 0; i < gradientRow.Length; i++) gradientRow[i] += delta * x[i];
            if (inputDelta.IsEmpty) continue;
            ReadOnlySpan<float> row = weights.AsSpan(o * x.Length, x.Length);
            for (int i = 0; i < row.Length; i++) inputDelta[i] += delta * row[i];
        }
    }

    public void Update(UpdateRule rule, float learningRate, int step, float gradientScale)
    {
        Weights.Update(rule, learningRate, step, gradientScale);
        Biases.Update(rule, learningRate, step, gradientScale);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(float[] row)
    {
        float largest = row[0], sum = 0f;
        for (int o = 1; o < row.Length; o++) largest = row[o] > largest ? row[o] : largest;
        for (int o = 0; o < row.Length; o++) sum += row[o] = MathF.Exp(row[o] - largest);
        for (int o = 0; o < row.Length; o++) row[o] /= sum;
    }
}
