using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Kernels;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Losses;

/// <summary>Values and gradients of the losses.</summary>
public sealed class LossTests
{
    private static readonly int[] Sizes = [1, 3, 7, 8, 10, 16, 17, 33, 100];

    public static IEnumerable<TheoryDataRow<string, int>> Cases =>
        from name in LossCase.All.Keys from size in Sizes select new TheoryDataRow<string, int>(name, size);

    public static IEnumerable<TheoryDataRow<string>> Names => LossCase.All.Keys.Select(static name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Cases))]
    public void ValueAndGradientMatchTheDefinition(string name, int size)
    {
        LossCase loss = LossCase.All[name];
        Random random = new(size);
        for (int repeat = 0; repeat < 20; repeat++)
        {
            float[] output = loss.Outputs(size, random), target = loss.Target(size, random), gradient = new float[size];
            double[] expectedGradient = new double[size];
            double expected = loss.Reference(ToDouble(output), ToDouble(target), expectedGradient);

            Array.Fill(gradient, 99f);
            float actual = loss.Evaluate(output, target, gradient);
            AssertClose(expected, actual, 3e-6);
            for (int i = 0; i < size; i++) AssertClose(expectedGradient[i], gradient[i], 3e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void GradientMatchesCentralDifferences(string name, int size)
    {
        const double step = 1e-6;
        LossCase loss = LossCase.All[name];
        Random random = new(size);
        float[] output = loss.Outputs(size, random), target = loss.Target(size, random), gradient = new float[size];
        loss.Evaluate(output, target, gradient);
        double[] y = ToDouble(output), t = ToDouble(target), unused = new double[size];
        for (int i = 0; i < size; i++)
        {
            double value = y[i];
            y[i] = value + step;
            double above = loss.Reference(y, t, unused);
            y[i] = value - step;
            double below = loss.Reference(y, t, unused);
            y[i] = value;
            AssertClose((above - below) / (2 * step), gradient[i], 1e-5);
        }
    }

    // A second route to the same gradient, through the activation and its derivative.
    [Theory]
    [MemberData(nameof(Cases))]
    public void LogitsGiveWhatTheActivatedOutputsGive(string name, int size)
    {
        LossCase loss = LossCase.All[name];
        if (!loss.FromLogits) return;
        bool isBinary = name.StartsWith("Binary", StringComparison.Ordinal);
        LossCase unfused = LossCase.All[name[..name.IndexOf(',', StringComparison.Ordinal)]];
        Random random = new(size);
        float[] logits = loss.Outputs(size, random), target = loss.Target(size, random), fusedGradient = new float[size], gradient = new float[size];
        float[] y = [.. logits, .. new float[-size & 15]];
        if (isBinary)
            for (int i = 0; i < size; i++) y[i] = 1f / (1f + MathF.Exp(-y[i]));
        else
            RowMath.Softmax(ref y[0], size, (nuint)y.Length, 1);

        AssertClose(unfused.Evaluate(y.AsSpan(0, size), target, gradient), loss.Evaluate(logits, target, fusedGradient), 1e-5);
        Array.Resize(ref gradient, y.Length);
        if (isBinary)
            for (int i = 0; i < size; i++) gradient[i] *= y[i] * (1f - y[i]);
        else
            RowMath.SoftmaxBackward(ref y[0], ref gradient[0], size);
        for (int i = 0; i < size; i++) AssertClose(gradient[i], fusedGradient[i], 1e-5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void RowsGiveWhatEachOfThemGives(string name, int size)
    {
        const float scale = 0.3f;
        LossCase loss = LossCase.All[name];
        if (!loss.FromLogits) return;
        Random random = new(size);
        int padded = size + (-size & 15);
        foreach (int stride in new[] { padded, padded + 16 })
        {
            foreach (int rows in new[] { 1, 5, 8, 16, 45 })
            {
                float[][] logits = [.. Enumerable.Range(0, rows).Select(_ => loss.Outputs(size, random))];
                float[][] targets = [.. Enumerable.Range(0, rows).Select(_ => loss.Target(size, random))];
                using var buffers = new Buffers(BufferKind.Marked);
                Span<float> z = buffers.Garbage(rows * stride), gradients = buffers.Garbage(rows * stride), t = buffers.Copy([.. targets.SelectMany(row => row)]);
                for (int m = 0; m < rows; m++) logits[m].CopyTo(z[(m * stride)..]);
                float actual = loss.EvaluateRows(z, size, stride, t, targets[0].Length, scale, gradients);

                double expected = 0;
                float[] gradient = new float[size];
                for (int m = 0; m < rows; m++)
                {
                    expected += loss.Evaluate(logits[m], targets[m], gradient);
                    for (int j = 0; j < size; j++) AssertClose(scale * (double)gradient[j], gradients[(m * stride) + j], 3e-6);
                    for (int j = size; j < padded; j++) Assert.Equal(0f, gradients[(m * stride) + j]);
                }

                AssertClose(expected, actual, 1e-5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NothingOutsideTheSpansIsTouched(string name, int size)
    {
        const float canary = -123456f;
        const int margin = 40;
        LossCase loss = LossCase.All[name];
        Random random = new(size);
        float[] output = loss.Outputs(size, random), target = loss.Target(size, random), expectedGradient = new float[size];
        float expected = loss.Evaluate(output, target, expectedGradient);

        float[] outputs = Surround(output, float.NaN), targets = Surround(target, float.NaN), gradients = Surround(new float[size], canary);
        float actual = loss.Evaluate(outputs.AsSpan(margin, size), targets.AsSpan(margin, target.Length), gradients.AsSpan(margin, size));
        loss.CheckTarget(targets.AsSpan(margin, target.Length), size);
        Assert.Equal(expected, actual);
        Assert.Equal(Surround(expectedGradient, canary), gradients);
        Assert.Equal(Surround(output, float.NaN), outputs);
        Assert.Equal(Surround(target, float.NaN), targets);

        static float[] Surround(float[] values, float around) =>
            [.. Enumerable.Repeat(around, margin), .. values, .. Enumerable.Repeat(around, margin)];
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void NonFiniteOutputsDoNotFail(string name, int size)
    {
        LossCase loss = LossCase.All[name];
        Random random = new(size);
        foreach (float bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (int i = 0; i < size; i++)
            {
                float[] output = loss.Outputs(size, random), target = loss.Target(size, random), gradient = new float[size];
                output[i] = bad;
                float value = loss.Evaluate(output, target, gradient);
                if (float.IsNaN(bad)) Assert.True(float.IsNaN(value), $"{bad} at {i} gave {value}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void CallsAllocateNothing(string name)
    {
        LossCase loss = LossCase.All[name];
        Random random = new(1);
        float[] output = loss.Outputs(10, random), target = loss.Target(10, random), gradient = new float[10];

        Assert.Equal(0, Allocation.Measure(10_000, () =>
        {
            loss.CheckTarget(target, 10);
            loss.Evaluate(output, target, gradient);
        }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongLengthsAreRefused(string name)
    {
        LossCase loss = LossCase.All[name];
        Assert.Throws<ArgumentException>("output", () => loss.Evaluate([], [], []));
        Assert.Throws<ArgumentException>("target", () => loss.Evaluate(new float[10], new float[9], new float[10]));
        Assert.Throws<ArgumentException>("outputGradient", () => loss.Evaluate(new float[10], new float[10], new float[9]));
        Assert.Throws<ArgumentException>("target", () => loss.CheckTarget(new float[9], 10));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void LogitsOfAnySizeAreExact(int size)
    {
        // Two classes decide; the others are far below both.
        float[] logits = new float[size], gradient = new float[size], expected = new float[size], oneHot = new float[size];
        Array.Fill(logits, -3e4f);
        (logits[0], logits[1], oneHot[1], expected[0], expected[1]) = (1e4f, -1e4f, 1f, 1f, -1f);

        Assert.Equal(2e4f, default(CrossEntropy).EvaluateLogits(logits, [1f], gradient));
        Assert.Equal(expected, gradient);
        Assert.Equal(2e4f, default(CrossEntropy).EvaluateLogits(logits, oneHot, gradient));
        Assert.Equal(expected, gradient);
        Assert.Equal(2e4f, default(KLDivergence).EvaluateLogits(logits, oneHot, gradient));
        Assert.Equal(expected, gradient);
        Assert.Equal(0f, default(CrossEntropy).EvaluateLogits(logits, [0f], gradient));
        Assert.All(gradient, static value => Assert.Equal(0f, value));

        float[] targets = new float[size];
        (targets[1], expected[1]) = (1f, -1f);
        Array.Fill(logits, -1e4f, 2, size - 2);
        Assert.Equal(2e4f / size, default(BinaryCrossEntropy).EvaluateLogits(logits, targets, gradient), 1e-6 * 2e4);
        for (int i = 0; i < size; i++) Assert.Equal(expected[i] / size, gradient[i], 1e-7);
        Assert.Equal(0f, default(BinaryCrossEntropy).EvaluateLogits([1e4f, -1e4f], [1f, 0f], gradient.AsSpan(0, 2)));
    }

    [Fact]
    public void TheProbabilityOfACertainYesKeepsItsSmallLoss()
    {
        float value = default(BinaryCrossEntropy).EvaluateLogits([30f], [1f], new float[1]);
        Assert.Equal(Math.Exp(-30), value, 1e-6 * Math.Exp(-30));
    }

    [Fact]
    public void AnImpossibleClassDoesNotSpoilTheOthers()
    {
        float[] gradient = new float[3];
        Assert.Equal(MathF.Log(2f), default(CrossEntropy).EvaluateLogits([0f, float.NegativeInfinity, 0f], [0f], gradient), 1e-6f);
        Assert.Equal([-0.5f, 0f, 0.5f], gradient);
    }

    // Where the probability is 0, loss and gradient are those of the tangent at 1e-7.
    [Theory]
    [InlineData(0f, 17.118095f, -1e7f)]
    [InlineData(1e-7f, 16.118095f, -1e7f)]
    [InlineData(1e-6f, 13.815511f, -1e6f)]
    public void ProbabilitiesNearZeroGiveFiniteGradients(float y, float loss, float derivative)
    {
        float[] gradient = new float[2];
        Assert.Equal(loss, default(CrossEntropy).Evaluate([y, 1f - y], [0f], gradient), 1e-5f);
        Assert.Equal(derivative, gradient[0], -1e-6f * derivative);
        Assert.Equal(0f, gradient[1]);
        Assert.Equal(loss, default(KLDivergence).Evaluate([y, 1f - y], [1f, 0f], gradient), 1e-5f);
        Assert.Equal(derivative, gradient[0], -1e-6f * derivative);
        Assert.Equal(loss, default(BinaryCrossEntropy).Evaluate([y], [1f], gradient.AsSpan(0, 1)), 1e-5f);
        Assert.Equal(derivative, gradient[0], -1e-6f * derivative);
    }

    [Fact]
    public void KinksHaveTheStatedSubgradients()
    {
        float[] gradient = new float[2];
        default(MeanAbsoluteError).Evaluate([2f, -3f], [2f, -3f], gradient);
        Assert.Equal([0f, 0f], gradient);
        default(Hinge).Evaluate([1f, -1f], [1f, -1f], gradient);
        Assert.Equal([0f, 0f], gradient);
        default(SquaredHinge).Evaluate([1f, -1f], [1f, -1f], gradient);
        Assert.Equal([0f, 0f], gradient);
    }

    [Fact]
    public void DefaultHuberHasDeltaOne()
    {
        Assert.Equal(1f, default(Huber).Delta);
        Assert.Equal(1f, new Huber().Delta);
        Assert.Equal(2.5f, new Huber(2.5f).Delta);
        Assert.Equal(9.5f, default(Huber).Evaluate([10f], [0f], new float[1]));
        Assert.Equal(10f * 2.5f - 3.125f, new Huber(2.5f).Evaluate([10f], [0f], new float[1]));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void HuberRefusesDelta(float delta) => Assert.Throws<ArgumentOutOfRangeException>("delta", () => new Huber(delta));

    [Fact]
    public void LossesAreFusedWithTheirActivations()
    {
        Assert.Equal([Activation.Identity, Activation.Sigmoid], FusedWith<BinaryCrossEntropy>());
        Assert.Equal([Activation.Identity, Activation.Softmax, Activation.LogSoftmax], FusedWith<CrossEntropy>());
        Assert.Equal([Activation.Softmax, Activation.LogSoftmax], FusedWith<KLDivergence>());
        Assert.Empty(FusedWith<MeanSquaredError>());
        Assert.Empty(FusedWith<MeanAbsoluteError>());
        Assert.Empty(FusedWith<Huber>());
        Assert.Empty(FusedWith<Hinge>());
        Assert.Empty(FusedWith<SquaredHinge>());

        static Activation[] FusedWith<TLoss>()
            where TLoss : struct, ILoss => [.. Enum.GetValues<Activation>().Where(TLoss.IsFusedWith)];
    }

    private static void AssertClose(double expected, double actual, double tolerance)
    {
        double error = Math.Abs(expected - actual);
        Assert.True(error <= tolerance * Math.Max(1, Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");
    }

    private static double[] ToDouble(float[] values) => Array.ConvertAll(values, static value => (double)value);
}
