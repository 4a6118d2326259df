using System;
using System.Linq;
using NetGen.Kernels;
using Xunit;

namespace NetGen.Tests.Numerics;

/// <summary>What dropout drops: as often as it is told, apart in every sample, layer and pass, and the same again for the same seed.</summary>
public sealed class DropoutTests
{
    private const int Units = 97;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.1f)]
    [InlineData(0.5f)]
    [InlineData(0.9f)]
    public void ValuesAreDroppedAtTheRateAndKeepTheirExpectation(float rate)
    {
        const int samples = 10_000;
        double sum = 0, dropped = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            float[] y = Drop((ulong)sample, 1, rate);
            sum += y.Sum(value => (double)value);
            dropped += y.Count(value => value == 0);
            Assert.All(y, value => Assert.True(value == 0 || Math.Abs(value - 1 / (1 - rate)) < 1e-6 * value));
        }

        double n = (double)samples * Units, deviation = Math.Sqrt(rate * (1 - rate) / n);
        Assert.InRange(dropped / n, rate - 4 * deviation, rate + 4 * deviation);
        Assert.InRange(sum / n, 1 - 4 * deviation / (1 - rate) - 1e-6, 1 + 4 * deviation / (1 - rate) + 1e-6);
    }

    [Fact]
    public void UnitsSamplesAndLayersDropIndependently()
    {
        const int samples = 20_000;
        int[] units = new int[Units];
        int neighbours = 0, layers = 0, successors = 0;
        for (int sample = 0; sample < samples; sample++)
        {
            float[] y = Drop((ulong)sample, 1, 0.5f), other = Drop((ulong)sample, 2, 0.5f), next = Drop((ulong)sample + 1, 1, 0.5f);
            for (int j = 0; j < Units; j++)
            {
                if (y[j] == 0) units[j]++;
                if (y[j] == y[(j + 1) % Units]) neighbours++;
                if (y[j] == other[j]) layers++;
                if (y[j] == next[j]) successors++;
            }
        }

        double deviation = Math.Sqrt(0.25 / samples), ofAll = Math.Sqrt(0.25 / samples / Units);
        Assert.All(units, count => Assert.InRange(count / (double)samples, 0.5 - 5 * deviation, 0.5 + 5 * deviation));
        Assert.All(new[] { neighbours, layers, successors }, equal => Assert.InRange(equal / (double)samples / Units, 0.5 - 5 * ofAll, 0.5 + 5 * ofAll));
    }

    /// <summary>The bits do not depend on the vectors of the machine.</summary>
    [Fact]
    public void TheSameSeedDropsTheSameOnEveryMachine()
    {
        string mask = string.Concat(Drop(20261126, 3, 0.4f).Select(value => value == 0 ? '-' : 'x'));
        Assert.Equal("-x----xxxxxxxxxxxx-xx-xx-xx-x-x-x-x-xx-xxxxx---xx----x---x--xx--xxxxx-x-x------xx--xx-xxxx-xxxx-x", mask);
        float[] x = new float[Units], y = new float[Units];
        x.AsSpan().Fill(1f);
        VectorMath512.Dropout(ref x[0], ref y[0], Units, Units, 1, new DropoutMasks(20261126), 3, 0.4f);
        Assert.Equal(mask, string.Concat(y.Select(value => value == 0 ? '-' : 'x')));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(17)]
    [InlineData(33)]
    public void RowsAreSamplesOfSuccessiveSeeds(int length)
    {
        const int rows = 5;
        float[] x = [.. Enumerable.Range(1, rows * length).Select(k => (float)k)], together = new float[x.Length], alone = new float[x.Length];
        VectorMath.Dropout(ref x[0], ref together[0], length, (nuint)length, rows, new DropoutMasks(8), 1, 0.3f);
        for (int row = 0; row < rows; row++)
            VectorMath.Dropout(ref x[row * length], ref alone[row * length], length, (nuint)length, 1, new DropoutMasks(8).From(row), 1, 0.3f);
        Assert.Equal(alone, together);
        Assert.Contains(0f, together);

        VectorMath.Dropout(ref x[0], ref together[0], length, (nuint)length, rows, default, 1, 0.3f);
        Assert.Equal(x, together);
    }

    private static float[] Drop(ulong seed, uint layer, float rate)
    {
        float[] x = new float[Units], y = new float[Units];
        x.AsSpan().Fill(1f);
        VectorMath.Dropout(ref x[0], ref y[0], Units, Units, 1, new DropoutMasks(seed), layer, rate);
        return y;
    }
}
