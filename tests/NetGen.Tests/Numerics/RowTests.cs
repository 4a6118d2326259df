using System;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using NetGen.Kernels;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Numerics;

public sealed class RowTests
{
    private const float Sentinel = 12345f;

    private static readonly int[] s_lengths = [1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 24, 31, 32, 33, 100];

    public static TheoryData<int, float> Rows => [.. from length in s_lengths from scale in new[] { 1f, 30f, 1e4f } select (length, scale)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void SoftmaxAgrees(int length, float scale)
    {
        float[] z = Values(length, scale, 1);
        double[] expected = Softmax(z);
        Check(z, (_, row) => VectorMath.Softmax(row), expected, 5e-6, 1e-30);
        Check(z, (_, row) => VectorMath512.Softmax(row), expected, 5e-6, 1e-30);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void LogSoftmaxAgrees(int length, float scale)
    {
        float[] z = Values(length, scale, 2);
        double logSumExp = LogSumExp(z);
        double[] expected = Array.ConvertAll(z, v => v - logSumExp);
        Check(z, (_, row) => VectorMath.LogSoftmax(row), expected, 3e-7, 1e-6);
        Check(z, (_, row) => VectorMath512.LogSoftmax(row), expected, 3e-7, 1e-6);
        double tolerance = 3e-7 * (1 + Math.Abs(logSumExp));
        Assert.InRange(VectorMath.LogSumExp(z), logSumExp - tolerance, logSumExp + tolerance);
        Assert.InRange(VectorMath512.LogSumExp(z), logSumExp - tolerance, logSumExp + tolerance);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void SoftmaxBackwardAgrees(int length, float scale)
    {
        float[] y = Array.ConvertAll(Softmax(Values(length, scale, 3)), v => (float)v), dy = Values(length, 1, 4);
        double dot = y.Zip(dy, (a, b) => (double)a * b).Sum();
        double[] expected = [.. y.Zip(dy, (a, b) => a * (b - dot))];
        Check(dy, (rest, row) => VectorMath.SoftmaxBackward(rest, row), expected, 0, 1e-6, y);
        Check(dy, (rest, row) => VectorMath512.SoftmaxBackward(rest, row), expected, 0, 1e-6, y);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void LogSoftmaxBackwardAgrees(int length, float scale)
    {
        float[] z = Values(length, scale, 5), dy = Values(length, 1, 6);
        double logSumExp = LogSumExp(z);
        float[] y = Array.ConvertAll(z, v => (float)(v - logSumExp));
        double sum = dy.Sum(v => (double)v);
        double[] expected = [.. y.Zip(dy, (a, b) => b - Math.Exp(a) * sum)];
        Check(dy, (rest, row) => VectorMath.LogSoftmaxBackward(rest, row), expected, 1e-6, 3e-6, y);
        Check(dy, (rest, row) => VectorMath512.LogSoftmaxBackward(rest, row), expected, 1e-6, 3e-6, y);
    }

    [Fact]
    public void NaNAndInfinityAreNotHidden()
    {
        float[] row = [.. Values(20, 1, 7)];
        row[13] = float.NaN;
        VectorMath.Softmax(row);
        Assert.All(row, v => Assert.True(float.IsNaN(v)));
        float[] two = [0, float.NegativeInfinity];
        VectorMath.Softmax(two);
        Assert.Equal([1f, 0f], two);
    }

    [Fact]
    public void RefusesEmptyRowsAndOtherLengths()
    {
        Assert.Throws<ArgumentException>("row", () => VectorMath.Softmax([]));
        Assert.Throws<ArgumentException>("row", () => VectorMath.LogSoftmax([]));
        Assert.Throws<ArgumentException>("row", () => VectorMath.LogSumExp([]));
        Assert.Throws<ArgumentException>("y", () => VectorMath.SoftmaxBackward([], []));
        Assert.Throws<ArgumentException>("gradient", () => VectorMath.SoftmaxBackward(new float[3], new float[2]));
        Assert.Throws<ArgumentException>("gradient", () => VectorMath.LogSoftmaxBackward(new float[3], new float[4]));
    }

    [Fact]
    public void SumsLanes()
    {
        int n = Vector<float>.Count;
        Vector<float> lanes = Vector.ConvertToSingle(Vector<int>.Indices);
        float sum = n * (n - 1) / 2f;
        var sums = VectorMath.SumLanes(lanes, lanes * 100, lanes * 1000 + Vector<float>.One, -lanes);
        Assert.Equal([sum, 100 * sum, 1000 * sum + n, -sum], [sums[0], sums[1], sums[2], sums[3]]);

        Vector512<float> lanes512 = Vector512<float>.Indices;
        sums = VectorMath512.SumLanes(lanes512, lanes512 * 100, lanes512 * 1000 + Vector512<float>.One, -lanes512);
        Assert.Equal([120, 12_000, 120_016, -120], [sums[0], sums[1], sums[2], sums[3]]);
    }

    [Fact]
    public void AllocatesNothing()
    {
        float[] a = Values(33, 1, 8), b = Values(33, 1, 9);
        Assert.Equal(0, Allocation.Measure(10_000, () =>
        {
            VectorMath.Softmax(a);
            VectorMath.SoftmaxBackward(a, b);
            VectorMath.LogSoftmax(a);
            VectorMath.LogSoftmaxBackward(a, b);
            _ = VectorMath.LogSumExp(a);
        }));
    }

    private delegate void InPlace(ReadOnlySpan<float> other, Span<float> row);

    /// <summary>Runs a function at an odd address between sentinels, and compares each value.</summary>
    private static void Check(float[] input, InPlace function, double[] expected, double relative, double absolute, float[]? other = null)
    {
        const int Margin = 17;
        float[] buffer = new float[input.Length + 2 * Margin];
        buffer.AsSpan().Fill(Sentinel);
        Span<float> row = buffer.AsSpan(Margin, input.Length);
        input.CopyTo(row);
        function(other, row);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(row[i] - expected[i]) <= relative * Math.Abs(expected[i]) + absolute, $"[{i}] is {row[i]}, expected {expected[i]}");
        Assert.Equal(2 * Margin, buffer.Count(v => v == Sentinel));
    }

    private static double LogSumExp(float[] z) => z.Max() + Math.Log(z.Sum(v => Math.Exp((double)v - z.Max())));

    private static double[] Softmax(float[] z)
    {
        double logSumExp = LogSumExp(z);
        return Array.ConvertAll(z, v => v - logSumExp < -87 ? 0 : Math.Exp(v - logSumExp));
    }

    private static float[] Values(int length, float scale, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => (float)(random.NextDouble() * 2 - 1) * scale)];
    }
}
