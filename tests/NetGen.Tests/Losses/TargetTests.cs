using System;
using NetGen.Kernels;
using Xunit;

namespace NetGen.Tests.Losses;

/// <summary>What targets the losses refuse, and that a bad one does no harm if it gets past the check.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(10)]
    [InlineData(16)]
    [InlineData(35)]
    public void EveryPositionIsChecked(int size)
    {
        float[] notFinite = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        Refuses<MeanSquaredError>(size, 0f, notFinite);
        Refuses<MeanAbsoluteError>(size, -3f, notFinite);
        Refuses<Huber>(size, 1e30f, notFinite);
        Refuses<BinaryCrossEntropy>(size, 0.5f, [.. notFinite, -0.001f, 1.001f]);
        Refuses<CrossEntropy>(size, 2f, [.. notFinite, -0.001f]);
        Refuses<KLDivergence>(size, 0f, [.. notFinite, -0.001f]);
        Refuses<Hinge>(size, -1f, [.. notFinite, 0f, 2f, -1.001f]);
        Refuses<SquaredHinge>(size, 1f, [.. notFinite, 0f, 2f, -1.001f]);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(10f)]
    [InlineData(1.5f)]
    [InlineData(-0.5f)]
    [InlineData(1e10f)]
    [InlineData(-1e10f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ClassIndicesAreChecked(float index)
    {
        Check<CrossEntropy>();
        Check<Hinge>();
        Check<SquaredHinge>();

        void Check<TLoss>()
            where TLoss : struct, ILoss
        {
            var e = Assert.Throws<ArgumentOutOfRangeException>("target", () => Guard.Target<TLoss>([index], 10, "target"));
            Assert.Equal(index, e.ActualValue);
            Assert.Contains("0 to 9", e.Message, StringComparison.Ordinal);
            Guard.Target<TLoss>([0f], 10, "target");
            Guard.Target<TLoss>([9f], 10, "target");
        }
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(10f)]
    [InlineData(11f)]
    [InlineData(1e10f)]
    [InlineData(-1e10f)]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void UncheckedIndicesStayInsideTheSpans(float index)
    {
        foreach (string name in (string[])["CrossEntropy", "CrossEntropy, logits", "Hinge", "SquaredHinge"])
        {
            foreach (int size in (int[])[2, 10, 20])
            {
                float[] gradients = new float[size + 80];
                Array.Fill(gradients, 77f);
                LossCase.All[name].Evaluate(new float[size], [index], gradients.AsSpan(40, size));
                Assert.Equal(-1, gradients.AsSpan(0, 40).IndexOfAnyExcept(77f));
                Assert.Equal(-1, gradients.AsSpan(40 + size).IndexOfAnyExcept(77f));
            }
        }
    }

    [Fact]
    public void EveryTargetOfABatchIsChecked()
    {
        float[] targets = new float[5 * 3];
        Assert.Equal(3, Guard.Targets<BinaryCrossEntropy>(targets, 5, 3, "targets"));
        targets[^1] = 2f;
        var e = Assert.Throws<ArgumentOutOfRangeException>("target", () => Guard.Targets<BinaryCrossEntropy>(targets, 5, 3, "targets"));
        Assert.Equal(2f, e.ActualValue);
        Assert.Contains("output 2", e.Message, StringComparison.Ordinal);

        Assert.Equal(1, Guard.Targets<CrossEntropy>([0f, 2f, 1f], 3, 3, "targets"));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => Guard.Targets<CrossEntropy>([0f, 2f, 3f], 3, 3, "targets"));
        Assert.Throws<ArgumentException>("targets", () => Guard.Targets<CrossEntropy>(new float[7], 3, 3, "targets"));
        Assert.Throws<ArgumentException>("targets", () => Guard.Targets<CrossEntropy>(new float[6], 3, 3, "targets"));
        Assert.Throws<ArgumentException>("target", () => Guard.Target<KLDivergence>([1f], 3, "target"));
    }

    private static void Refuses<TLoss>(int size, float good, float[] bad)
        where TLoss : struct, ILoss
    {
        float[] target = new float[size];
        Array.Fill(target, good);
        Guard.Target<TLoss>(target, size, "target");
        foreach (float value in bad)
        {
            for (int i = 0; i < size; i++)
            {
                target[i] = value;
                var e = Assert.Throws<ArgumentOutOfRangeException>("target", () => Guard.Target<TLoss>(target, size, "target"));
                Assert.Equal(value, e.ActualValue);
                target[i] = good;
            }
        }
    }
}
