using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class WeightedSumTests
{
    [Fact]
    public void SumsAtEveryLength()
    {
        var random = new Random(1);
        for (int length = 0; length <= 70; length++)
        {
            float[] a = [.. Enumerable.Range(0, length).Select(_ => random.NextSingle())], b = [.. a.Select(_ => random.NextSingle())];
            double[] expected = [.. a.Zip(b, (x, y) => 0.75 * x + 0.25 * y)];
            WeightedSum.Add(a, 0.75f, b, 0.25f);
            Assert.All(expected.Zip(a), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => WeightedSum.Add(new float[3], 1f, new float[2], 1f));
    }
}
