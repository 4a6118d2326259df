using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Initialization;

public sealed class SeededRandomTests
{
    /// <summary>
    /// The sequence that implementations of xoshiro256** are checked with, from the authors' C code (as in the tests of the Rust crate rand_xoshiro).
    /// </summary>
    [Fact]
    public void FollowsThePublishedSequence()
    {
        var random = new SeededRandom(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625, 8476171486693032832,
            10595114339597558777, 2904607092377533576,
        ];
        Assert.Equal(expected, expected.Select(_ => random.NextUInt64()));
    }

    /// <summary>The sequence of the authors' splitmix64.c for this seed.</summary>
    [Fact]
    public void SeedsBySplitMix()
    {
        ulong state = 1234567;
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => SeededRandom.SplitMix64(ref state)));

        var seeded = new SeededRandom(1234567);
        var placed = new SeededRandom(expected[0], expected[1], expected[2], expected[3]);
        for (int i = 0; i < 10; i++) Assert.Equal(placed.NextUInt64(), seeded.NextUInt64());
        Assert.Equal(1546998764402558742ul, new SeededRandom(42ul).NextUInt64());
    }

    [Fact]
    public void SeedsOfBothTypesAgree()
    {
        Assert.Equal(new SeededRandom(5ul).NextUInt64(), new SeededRandom(5).NextUInt64());
        Assert.Equal(new SeededRandom(ulong.MaxValue).NextUInt64(), new SeededRandom(-1).NextUInt64());
        Assert.NotEqual(new SeededRandom(5).NextUInt64(), new SeededRandom(6).NextUInt64());
    }

    /// <summary>Bits computed by an implementation in Python, whose logarithm is the C library's.</summary>
    [Fact]
    public void NormalsAreTheSameBitsEverywhere()
    {
        var random = new SeededRandom(42);
        ulong[] expected = [0xbfe73d2feb0fb377, 0xbfcb088028693f9c, 0x3fcc5e21f7812a4c, 0x3fe0ba8bb0c5fa51];
        Assert.Equal(expected, expected.Select(_ => BitConverter.DoubleToUInt64Bits(random.NextNormal())));
    }

    [Fact]
    public void UniformsTakeTheHighBits()
    {
        // The first number of this state is 11520, which has no bits but low ones.
        Assert.Equal(0f, new SeededRandom(1, 2, 3, 4).NextSingle());
        Assert.Equal(11520 / 2048 * Math.Pow(2, -53), new SeededRandom(1, 2, 3, 4).NextDouble());

        var bits = new SeededRandom(3);
        var singles = new SeededRandom(3);
        var doubles = new SeededRandom(3);
        for (int i = 0; i < 100_000; i++)
        {
            ulong next = bits.NextUInt64();
            float single = singles.NextSingle();
            double value = doubles.NextDouble();
            Assert.Equal((double)(next >> 40) / (1 << 24), single);
            Assert.Equal((double)(next >> 11) / (1L << 53), value);
            Assert.InRange(single, 0f, MathF.BitDecrement(1f));
            Assert.InRange(value, 0d, Math.BitDecrement(1d));
        }
    }

    [Fact]
    public void NormalsHaveTheMomentsAndTailsOfTheNormalDistribution()
    {
        const int Count = 1_000_000;
        var random = new SeededRandom(1);
        double sum = 0, squares = 0, cubes = 0, fourths = 0, product = 0, previous = 0;
        int beyondTwo = 0;
        for (int i = 0; i < Count; i++)
        {
            double x = random.NextNormal();
            sum += x;
            squares += x * x;
            cubes += x * x * x;
            fourths += x * x * x * x;
            product += x * previous;
            if (Math.Abs(x) > 2) beyondTwo++;
            previous = x;
        }

        // Five standard errors each: √1, √2, √15, √96, √1 and √(p·(1 − p)) over √Count.
        Assert.Equal(0, sum / Count, 0.005);
        Assert.Equal(1, squares / Count, 0.0071);
        Assert.Equal(0, cubes / Count, 0.0194);
        Assert.Equal(3, fourths / Count, 0.049);
        Assert.Equal(0, product / Count, 0.005);
        Assert.Equal(0.0455003, (double)beyondTwo / Count, 0.00105);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    [InlineData(0x60000000)]
    [InlineData(int.MaxValue)]
    public void IntegersAreUniformBelowTheBound(int bound)
    {
        const int Count = 200_000, Parts = 4;
        var random = new SeededRandom(9);
        int[] counts = new int[Math.Min(bound, Parts)];
        for (int i = 0; i < Count; i++)
        {
            int value = random.NextInt(bound);
            Assert.InRange(value, 0, bound - 1);
            counts[(long)value * counts.Length / bound]++;
        }

        for (int part = 0; part < counts.Length; part++)
        {
            // Part k holds the values v with k ≤ v·parts / bound < k + 1.
            long first = ((long)part * bound + counts.Length - 1) / counts.Length;
            long end = ((part + 1L) * bound + counts.Length - 1) / counts.Length;
            double expected = (double)(end - first) / bound * Count;
            Assert.Equal(expected, counts[part], 5 * Math.Sqrt(Count) / 2);
        }
    }

    /// <summary>With this bound, 3·2²⁹, a multiplication without Lemire's rejection makes every third value half as likely as the others.</summary>
    [Fact]
    public void IntegersAreUnbiased()
    {
        const int Count = 300_000;
        var random = new SeededRandom(11);
        int[] remainders = new int[3];
        for (int i = 0; i < Count; i++) remainders[random.NextInt(0x60000000) % 3]++;
        foreach (int count in remainders) Assert.Equal(Count / 3.0, count, 5 * Math.Sqrt(Count * 2.0 / 9));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void RefusesABoundBelowOne(int bound) =>
        Assert.Throws<ArgumentOutOfRangeException>("exclusiveBound", () => new SeededRandom(0).NextInt(bound));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    public void ShufflePermutes(int length)
    {
        int[] values = [.. Enumerable.Range(0, length)];
        new SeededRandom(2).Shuffle(values);
        Assert.Equal(Enumerable.Range(0, length), values.Order());
        if (length == 1000) Assert.True(values.Where((value, index) => value == index).Count() < 12);
    }

    [Fact]
    public void EveryPermutationIsEquallyLikely()
    {
        const int Count = 60_000;
        var random = new SeededRandom(4);
        int[] counts = new int[64];
        int[] values = new int[3];
        for (int i = 0; i < Count; i++)
        {
            (values[0], values[1], values[2]) = (0, 1, 2);
            random.Shuffle(values);
            counts[16 * values[0] + 4 * values[1] + values[2]]++;
        }

        int[] seen = [.. counts.Where(count => count > 0)];
        Assert.Equal(6, seen.Length);
        foreach (int count in seen) Assert.Equal(Count / 6.0, count, 5 * Math.Sqrt(Count * 5.0 / 36));
    }
}
