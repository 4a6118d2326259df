using System;
using System.Threading;

namespace NetGen.Tests.Training;

/// <summary>L = Σ(y − t)², for tests that need a loss whose arithmetic is in view.</summary>
internal readonly struct SquaredError : ILoss
{
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
    {
        float sum = 0f;
        for (int i = 0; i < output.Length; i++)
        {
            float error = output[i] - target[i];
            outputGradient[i] = 2f * error;
            sum += error * error;
        }

        return sum;
    }
}

/// <summary>−ln p of the class, from probabilities or, fused with softmax and its kin, from logits.</summary>
internal readonly struct NegativeLogLikelihood : ILoss
{
    public static bool AcceptsTargetSize(int outputSize, int targetSize) => targetSize == 1;

    public static bool IsFusedWith(Activation outputActivation) =>
        outputActivation is Activation.Identity or Activation.Softmax or Activation.LogSoftmax;

    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
    {
        outputGradient.Clear();
        return -MathF.Log(output[(int)target[0]]);
    }

    public float EvaluateLogits(ReadOnlySpan<float> logits, ReadOnlySpan<float> target, Span<float> logitGradient)
    {
        double sum = 0;
        foreach (float z in logits) sum += Math.Exp(z);
        for (int i = 0; i < logits.Length; i++) logitGradient[i] = (float)(Math.Exp(logits[i]) / sum) - (i == (int)target[0] ? 1f : 0f);
        return (float)(Math.Log(sum) - logits[(int)target[0]]);
    }
}

/// <summary>Calls back at each sample, and from a given one on returns another loss or gradient.</summary>
internal readonly struct FailingError(int[] counter, int failAt, float badLoss, float badGradient, Action? atFailure = null) : ILoss
{
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
    {
        float loss = default(SquaredError).Evaluate(output, target, outputGradient);
        if (Interlocked.Increment(ref counter[0]) < failAt) return loss;
        atFailure?.Invoke();
        outputGradient.Fill(badGradient);
        return badLoss;
    }
}

/// <summary>Gradient descent with a memory and a step size that depends on the step, so that losing either shows.</summary>
internal sealed class MomentumWithDecay(float learningRate) : IOptimizer
{
    public float LearningRate => learningRate;

    public int StateLength(int parameterCount) => parameterCount;

    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float stepLearningRate)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            state[i] = 0.9f * state[i] + gradients[i];
            parameters[i] -= stepLearningRate / MathF.Sqrt(step) * state[i];
        }
    }
}
