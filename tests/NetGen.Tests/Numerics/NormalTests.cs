using System;
using System.Linq;
using System.Runtime.InteropServices;
using NetGen.Kernels;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Numerics;

/// <summary>Random numbers in bulk are of the normal distribution, by their formula and by their statistics.</summary>
public sealed class NormalTests
{
    private const int Count = 1 << 20;

    [Fact]
    public void NormalsAreThoseOfTheFormula()
    {
        uint[] bits = HashedBits(1 << 14, 3), source = [.. bits];
        (source[0], source[1], source[2], source[16], source[17]) = (0, uint.MaxValue, 1, 0x8000_0000, 0x7FFF_FFFF);
        source.CopyTo(bits, 0);
        float[] normals = Normals(bits);
        for (int k = 0; k < normals.Length; k += 32)
        {
            for (int j = k; j < k + 16; j++)
            {
                double u = ((source[j] >> 1) + 0.5) / (1u << 31), angle = Math.PI * (int)source[j + 16] / (1u << 31);
                double radius = Math.Sqrt(-2 * Math.Log(Math.Min(1, u)));
                Assert.True(Math.Abs(normals[j] - radius * Math.Cos(angle)) <= 2e-6 + 4e-4 * (u > 0.9999999 ? 1 : 0), $"{j}: {normals[j]}, {radius * Math.Cos(angle)}");
                Assert.True(Math.Abs(normals[j + 16] - radius * Math.Sin(angle)) <= 2e-6 + 4e-4 * (u > 0.9999999 ? 1 : 0), $"{j + 16}: {normals[j + 16]}, {radius * Math.Sin(angle)}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void MomentsAndTailsAreThoseOfTheDistribution(int key)
    {
        float[] normals = Normals(HashedBits(Count, (ulong)key));
        double mean = normals.Average(x => (double)x), square = normals.Average(x => (double)x * x);
        double cube = normals.Average(x => Math.Pow(x, 3)), fourth = normals.Average(x => Math.Pow(x, 4));
        double deviation = 1 / Math.Sqrt(Count);
        Assert.InRange(mean, -4 * deviation, 4 * deviation);
        Assert.InRange(square, 1 - 4 * Math.Sqrt(2) * deviation, 1 + 4 * Math.Sqrt(2) * deviation);
        Assert.InRange(cube, -4 * Math.Sqrt(15) * deviation, 4 * Math.Sqrt(15) * deviation);
        Assert.InRange(fourth, 3 - 4 * Math.Sqrt(96) * deviation, 3 + 4 * Math.Sqrt(96) * deviation);
        double neighbours = normals.Zip(normals.Skip(1), (a, b) => (double)a * b).Average();
        Assert.InRange(neighbours, -4 * deviation, 4 * deviation);

        // The distance of Kolmogorov and Smirnov is beyond 1.95 / √n once in a thousand times.
        Array.Sort(normals);
        double distance = normals.Select((x, rank) => Math.Abs(0.5 * ErrorFunction.Complement(-x / Math.Sqrt(2)) - (rank + 0.5) / Count)).Max();
        Assert.InRange(distance, 0, 1.95 * deviation);
    }

    [Fact]
    public void VectorsOfAllWidthsGiveTheSame()
    {
        uint[] bits = HashedBits(1 << 12, 5), wide = new uint[bits.Length];
        VectorMath512.HashBits(ref wide[0], wide.Length, 5);
        Assert.Equal(bits, wide);
        VectorMath512.Normals(ref wide[0], wide.Length);
        float[] expected = Normals(bits), actual = MemoryMarshal.Cast<uint, float>(wide.AsSpan()).ToArray();
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    private static uint[] HashedBits(int count, ulong key)
    {
        var bits = new uint[count];
        VectorMath.HashBits(ref bits[0], count, key);
        return bits;
    }

    private static float[] Normals(uint[] bits)
    {
        VectorMath.Normals(ref bits[0], bits.Length);
        return MemoryMarshal.Cast<uint, float>(bits.AsSpan()).ToArray();
    }
}
