using System;

namespace NetGen.Tests.Infrastructure;

/// <summary>A loss of a user's own, written as the documentation of <see cref="ILoss"/> says: mean ln cosh(y − t).</summary>
internal readonly struct LogCosh : ILoss
{
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
    {
        float loss = 0;
        for (int k = 0; k < output.Length; k++)
        {
            float error = output[k] - target[k], size = MathF.Abs(error);
            loss += size + MathF.Log((1 + MathF.Exp(-2 * size)) / 2);
            outputGradient[k] = MathF.Tanh(error) / output.Length;
        }

        return loss / output.Length;
    }
}
