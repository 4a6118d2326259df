using System;
using NetGen.Kernels;
using Xunit;

namespace NetGen.Tests.Losses;

/// <summary>A loss of one's own takes the places of those that come with NetGen.</summary>
public sealed class OwnLossTests
{
    [Fact]
    public void ATenLineStructIsALoss()
    {
        float[] gradient = new float[2];
        Assert.Equal(17f, Differentiate(default(SumOfFourthPowers), Activation.Identity, [2f, 0f], [0f, 1f], gradient));
        Assert.Equal([32f, -4f], gradient);
        Assert.Equal(2.5f, Differentiate(default(MeanSquaredError), Activation.Identity, [2f, 0f], [0f, 1f], gradient));
        Assert.Equal([2f, -1f], gradient);
        Assert.Equal(MathF.Log(2f), Differentiate(default(CrossEntropy), Activation.Softmax, [2f, 2f], [1f], gradient), 1e-6f);
        Assert.Equal([0.5f, -0.5f], gradient);
    }

    [Fact]
    public void TargetsOfAnotherLengthAreRefused() => Assert.Throws<ArgumentException>(
        "target", () => Differentiate(default(SumOfFourthPowers), Activation.Identity, [2f, 0f], [0f], new float[2]));

    [Fact]
    public void ALossThatIsNotFusedSaysSo() =>
        Assert.Throws<NotSupportedException>(() => EvaluateLogits(default(SumOfFourthPowers), [1f], [1f], new float[1]));

    private static float Differentiate<TLoss>(TLoss loss, Activation activation, ReadOnlySpan<float> z, ReadOnlySpan<float> target, Span<float> gradient)
        where TLoss : struct, ILoss
    {
        Guard.Target<TLoss>(target, z.Length, nameof(target));
        return TLoss.IsFusedWith(activation) ? loss.EvaluateLogits(z, target, gradient) : loss.Evaluate(z, target, gradient);
    }

    private static float EvaluateLogits<TLoss>(TLoss loss, ReadOnlySpan<float> z, ReadOnlySpan<float> target, Span<float> gradient)
        where TLoss : struct, ILoss => loss.EvaluateLogits(z, target, gradient);

    private readonly struct SumOfFourthPowers : ILoss
    {
        public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
        {
            float sum = 0f;
            for (int i = 0; i < output.Length; i++)
            {
                float d = output[i] - target[i];
                outputGradient[i] = 4f * d * d * d;
                sum += d * d * d * d;
            }

            return sum;
        }
    }
}
