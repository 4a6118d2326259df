using System;
using Xunit;

namespace NetGen.Tests.Initialization;

public sealed class PortableMathTests
{
    [Fact]
    public void LogIsWithinTwoUnitsOfTheLibrarys()
    {
        var random = new SeededRandom(0);
        for (int i = 0; i < 1_000_000; i++)
        {
            double x = (i % 4) switch
            {
                0 => random.NextDouble(), // as the polar method has it
                1 => 1 + (random.NextDouble() - 0.5) * Math.Pow(2, -(i % 50)), // near 1, where the logarithm is small
                2 => Math.Pow(2, -1074 * random.NextDouble()),
                _ => Math.Pow(2, 1023 * random.NextDouble()),
            };
            if (x < 2.2250738585072014e-308) continue;
            AssertClose(Math.Log(x), PortableMath.Log(x), x);
        }
    }

    [Fact]
    public void LogIsExactAtPowersOfTwoAndAcrossTheirSeams()
    {
        Assert.Equal(0, PortableMath.Log(1));
        Assert.Equal(0.6931471805599453, PortableMath.Log(2));
        double seam = Math.Sqrt(2);
        double[] mantissas = [1, Math.BitIncrement(1), Math.BitDecrement(2), seam, Math.BitDecrement(seam), Math.BitIncrement(seam)];
        for (int k = -1022; k <= 1023; k++)
        {
            foreach (double m in mantissas)
            {
                double x = Math.ScaleB(m, k);
                AssertClose(Math.Log(x), PortableMath.Log(x), x);
            }
        }
    }

    private static void AssertClose(double expected, double actual, double x)
    {
        double ulp = Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected);
        Assert.True(Math.Abs(actual - expected) <= 2 * ulp, $"log({x:R}) = {actual:R}, not {expected:R}");
    }
}
