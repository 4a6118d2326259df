using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Kernels;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Numerics;

/// <summary>Softmax and its kin, of padded rows: what generated code calls, and what that chooses from, at both widths.</summary>
public sealed class RowTests
{
    private static readonly int[] s_lengths = [1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 24, 31, 32, 33, 100];

    private static readonly Rows[] s_softmax =
    [
        RowMath.Softmax,
        EachRow(VectorMath.SoftmaxRow), EachRow(VectorMath512.SoftmaxRow),
        WholeBlocks(VectorMath.SoftmaxBlocks, VectorMath.SoftmaxRow), WholeBlocks(VectorMath512.SoftmaxBlocks, VectorMath512.SoftmaxRow),
    ];

    private static readonly Rows[] s_logSoftmax =
    [
        RowMath.LogSoftmax,
        EachRow(VectorMath.LogSoftmaxRow), EachRow(VectorMath512.LogSoftmaxRow),
        WholeBlocks(VectorMath.LogSoftmaxBlocks, VectorMath.LogSoftmaxRow), WholeBlocks(VectorMath512.LogSoftmaxBlocks, VectorMath512.LogSoftmaxRow),
    ];

    private static readonly Backward[] s_softmaxBackward = [RowMath.SoftmaxBackward, VectorMath.SoftmaxBackwardRow, VectorMath512.SoftmaxBackwardRow];

    private static readonly Backward[] s_logSoftmaxBackward =
        [RowMath.LogSoftmaxBackward, VectorMath.LogSoftmaxBackwardRow, VectorMath512.LogSoftmaxBackwardRow];

    private delegate void Rows(ref float z, int length, nuint stride, nuint rows);

    private delegate nuint Blocks(ref float z, int length, nuint stride, nuint rows);

    private delegate void Row(ref float z, int length);

    private delegate void Backward(ref float y, ref float gradient, int length);

    public static TheoryData<int, float> Cases => [.. from length in s_lengths from scale in new[] { 1f, 30f, 1e4f } select (length, scale)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void SoftmaxAgrees(int length, float scale)
    {
        foreach (int rows in new[] { 1, 3, 8, 16, 29 })
        {
            float[][] z = [.. Enumerable.Range(0, rows).Select(m => Values(length, scale, m))];
            Check(s_softmax, z, Softmax, 5e-6, 1e-30);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogSoftmaxAgrees(int length, float scale)
    {
        foreach (int rows in new[] { 1, 3, 8, 16, 29 })
        {
            float[][] z = [.. Enumerable.Range(0, rows).Select(m => Values(length, scale, m))];
            Check(s_logSoftmax, z, row => Array.ConvertAll(row, v => v - LogSumExp(row)), 3e-7, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void SoftmaxBackwardAgrees(int length, float scale)
    {
        float[] y = Array.ConvertAll(Softmax(Values(length, scale, 3)), v => (float)v), dy = Values(length, 1, 4);
        double dot = y.Zip(dy, (a, b) => (double)a * b).Sum();
        Check(s_softmaxBackward, y, dy, [.. y.Zip(dy, (a, b) => a * (b - dot))], 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void LogSoftmaxBackwardAgrees(int length, float scale)
    {
        float[] z = Values(length, scale, 5), dy = Values(length, 1, 6);
        double logSumExp = LogSumExp(z), sum = dy.Sum(v => (double)v);
        float[] y = Array.ConvertAll(z, v => (float)(v - logSumExp));
        Check(s_logSoftmaxBackward, y, dy, [.. y.Zip(dy, (a, b) => b - Math.Exp(a) * sum)], 1e-6, 3e-6);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    public void NaNAndInfinityAreNotHidden(int length)
    {
        foreach (Rows softmax in s_softmax)
        {
            foreach (int bad in new[] { 0, length / 2, length - 1 })
            {
                float[] rows = [.. Enumerable.Range(0, 17).SelectMany(m => Padded(Values(length, 1, m), 0f))];
                int stride = rows.Length / 17;
                rows[(16 * stride) + bad] = rows[(3 * stride) + bad] = float.NaN;
                rows[(5 * stride) + bad] = float.NegativeInfinity;
                softmax(ref rows[0], length, (nuint)stride, 17);
                for (int m = 0; m < 17; m++)
                    for (int j = 0; j < length; j++) Assert.Equal(m is 3 or 16, float.IsNaN(rows[(m * stride) + j]));
                Assert.Equal(0f, rows[(5 * stride) + bad]);
            }
        }
    }

    [Fact]
    public void SumsLanes()
    {
        int n = Vector<float>.Count;
        Vector<float> lanes = Vector.ConvertToSingle(Vector<int>.Indices);
        float sum = n * (n - 1) / 2f;
        var sums = VectorMath.SumLanes(lanes, lanes * 100, lanes * 1000 + Vector<float>.One, -lanes);
        Assert.Equal([sum, 100 * sum, 1000 * sum + n, -sum], [sums[0], sums[1], sums[2], sums[3]]);
        Assert.Equal(sum, VectorMath.SumLanes(lanes));

        Vector512<float> lanes512 = Vector512<float>.Indices;
        sums = VectorMath512.SumLanes(lanes512, lanes512 * 100, lanes512 * 1000 + Vector512<float>.One, -lanes512);
        Assert.Equal([120, 12_000, 120_016, -120], [sums[0], sums[1], sums[2], sums[3]]);
        Assert.Equal(120, VectorMath512.SumLanes(lanes512));
    }

    [Fact]
    public void AllocatesNothing()
    {
        float[] a = Values(16 * 48, 1, 8), b = Values(48, 1, 9);
        Assert.Equal(0, Allocation.Measure(10_000, () =>
        {
            RowMath.Softmax(ref a[0], 33, 48, 2);
            RowMath.Softmax(ref a[0], 10, 16, 29);
            RowMath.SoftmaxBackward(ref a[0], ref b[0], 33);
            RowMath.LogSoftmax(ref a[0], 33, 48, 2);
            RowMath.LogSoftmax(ref a[0], 10, 16, 29);
            RowMath.LogSoftmaxBackward(ref a[0], ref b[0], 33);
        }));
    }

    private static Rows EachRow(Row function) => (ref z, length, stride, rows) =>
    {
        for (nuint m = 0; m < rows; m++) function(ref Unsafe.Add(ref z, m * stride), length);
    };

    // The last three rows, at most, are left to the function of one row, as are rows too long for blocks.
    private static Rows WholeBlocks(Blocks blocks, Row row) => (ref z, length, stride, rows) =>
    {
        bool hasBlocks = length <= VectorMath.MostColumns && Columns.AreSupported && Vector<float>.Count >= 8;
        nuint done = hasBlocks ? blocks(ref z, length, stride, rows) : 0;
        if (hasBlocks) Assert.InRange(rows - done, 0u, 3u);
        EachRow(row)(ref Unsafe.Add(ref z, done * stride), length, stride, rows - done);
    };

    /// <summary>Runs functions in place on rows between marks, padded with NaN, and compares each value.</summary>
    private static void Check(Rows[] functions, float[][] input, Func<float[], double[]> truth, double relative, double absolute)
    {
        float[] z = [.. input.SelectMany(row => Padded(row, float.NaN))];
        int stride = z.Length / input.Length;
        foreach (Rows function in functions)
        {
            using var buffers = new Buffers(BufferKind.Marked);
            Span<float> rows = buffers.Copy(z);
            function(ref rows[0], input[0].Length, (nuint)stride, (nuint)input.Length);
            for (int m = 0; m < input.Length; m++) CheckValues(truth(input[m]), rows.Slice(m * stride, input[m].Length), relative, absolute);
        }
    }

    private static void Check(Backward[] functions, float[] y, float[] dy, double[] expected, double relative, double absolute)
    {
        foreach (Backward function in functions)
        {
            using var buffers = new Buffers(BufferKind.Marked);
            Span<float> output = buffers.Copy(Padded(y, float.NaN)), gradient = buffers.Copy(Padded(dy, 0f));
            function(ref output[0], ref gradient[0], y.Length);
            CheckValues(expected, gradient[..y.Length], relative, absolute);
            Assert.Equal(-1, gradient[y.Length..].IndexOfAnyExcept(0f));
        }
    }

    private static void CheckValues(double[] expected, ReadOnlySpan<float> actual, double relative, double absolute)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(actual[i] - expected[i]) <= relative * Math.Abs(expected[i]) + absolute, $"[{i}] is {actual[i]}, expected {expected[i]}");
    }

    private static float[] Padded(float[] row, float padding) => [.. row, .. Enumerable.Repeat(padding, -row.Length & 15)];

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
