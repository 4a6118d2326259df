using System;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Losses;

#pragma warning disable xUnit1051 // Sixty epochs of forty samples are over before a test run could be cancelled.

/// <summary>Losses whose targets are no plain labels, against their formulas in double and finite differences of these.</summary>
public sealed class SoftTargetTests
{
    public static TheoryData<int, float, float> Distillations => [.. from outputs in new[] { 2, 3, 10, 17, 300 } from settings in new[] { (1f, 0f), (4f, 0.1f), (0.5f, 0.7f), (20f, 1f) } select (outputs, settings.Item1, settings.Item2)];

    [Theory]
    [MemberData(nameof(Distillations))]
    public void DistillationFollowsItsFormula(int outputs, float temperature, float labelWeight)
    {
        float[] z = Values(outputs, 1), v = Values(outputs, 2), gradient = new float[outputs];
        float[] target = [.. v, outputs - 1];
        float loss = new DistillationLoss(temperature, labelWeight).EvaluateLogits(z, target, gradient);

        double T = temperature, w = labelWeight;
        double[] soft = Softmax(v.Select(value => value / T)), hard = [.. z.Select((_, i) => i == outputs - 1 ? 1.0 : 0.0)];
        double Loss(double[] logits) =>
            w * CrossEntropy(hard, Softmax(logits)) + (1 - w) * T * T * CrossEntropy(soft, Softmax(logits.Select(value => value / T)));
        CheckLossAndGradient(Loss, z, loss, gradient);
    }

    [Theory]
    [InlineData(2, 0f)]
    [InlineData(10, 0.1f)]
    [InlineData(17, 0.5f)]
    [InlineData(300, 0.2f)]
    public void SmoothingFollowsItsFormula(int outputs, float smoothing)
    {
        float[] z = Values(outputs, 3), gradient = new float[outputs];
        float[] distribution = [.. Enumerable.Range(0, outputs).Select(i => 0.5f + i % 3)];
        Check([1f], [.. z.Select((_, i) => i == 1 ? 1.0 : 0.0)]);
        Check(distribution, [.. distribution.Select(value => (double)value)]);

        void Check(float[] target, double[] t)
        {
            double[] smoothed = [.. t.Select(value => (1 - smoothing) * value + smoothing * t.Sum() / outputs)];
            float loss = new SmoothedCrossEntropy(smoothing).EvaluateLogits(z, target, gradient);
            CheckLossAndGradient(logits => smoothed.Zip(Softmax(logits)).Sum(pair => -pair.First * Math.Log(pair.Second)), z, loss, gradient);
            float[] y = [.. Softmax(z.Select(value => (double)value)).Select(value => (float)value)];
            Assert.Equal(loss, new SmoothedCrossEntropy(smoothing).Evaluate(y, target, gradient), 1e-4f * Math.Max(1f, loss));
        }
    }

    [Fact]
    public void ATeacherGivesItsLogitsAndTheClass()
    {
        var teacher = new IrisNetwork(1);
        float[] features = Values(5 * 4, 4);
        var data = new Dataset(features, 4, [0, 2, 1, 1, 0]);
        Dataset taught = Distillation.Teach(teacher, data);
        Assert.Equal((5, 4), (taught.Count, taught.TargetSize));
        float[] y = new float[3];
        for (int sample = 0; sample < 5; sample++)
        {
            teacher.Forward(data.Sample(sample), y);
            Assert.Equal(y, taught.Target(sample)[..3].ToArray().Select(value => (float)Math.Exp(value)), (a, b) => Math.Abs(a - b) < 1e-6f);
            Assert.Equal(data.Label(sample), taught.Target(sample)[3]);
        }
    }

    [Fact]
    public void AStudentLearnsFromItWithoutAllocation()
    {
        var student = new IrisNetwork(2);
        float[] features = Values(40 * 4, 5);
        Dataset taught = Distillation.Teach(new IrisNetwork(1), new Dataset(features, 4, Enumerable.Range(0, 40).Select(i => i % 3).ToArray()));
        TrainingReport report = Trainer.Create(student, new Adam(0.01f), new DistillationLoss(2f, 0f)).Fit(taught, epochs: 60, batchSize: 8);
        Assert.True(report.Last.TrainingLoss < report.History[0].TrainingLoss);

        float[] gradients = new float[IrisNetwork.ParameterBufferLength], labels = [0f, 2f];
        Assert.Equal(0, Allocation.Measure(20, () => student.BackwardBatch(taught.Features, taught.Targets, new DistillationLoss(2f), gradients)));
        Assert.Equal(0, Allocation.Measure(20, () => student.BackwardBatch(taught.Features[..8], labels, new SmoothedCrossEntropy(0.1f), gradients)));
    }

    [Fact]
    public void BadNumbersAndTargetsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("temperature", () => new DistillationLoss(0f));
        Assert.Throws<ArgumentOutOfRangeException>("labelWeight", () => new DistillationLoss(1f, 1.5f));
        Assert.Throws<ArgumentOutOfRangeException>("smoothing", () => new SmoothedCrossEntropy(1f));
        Assert.Throws<InvalidOperationException>(() => default(DistillationLoss).EvaluateLogits([1f, 2f], [0f, 0f, 1f], new float[2]));
        Assert.Throws<NotSupportedException>(() => new DistillationLoss(1f).Evaluate([1f, 2f], [0f, 0f, 1f], new float[2]));
        Assert.ThrowsAny<ArgumentException>(() => DistillationLoss.CheckTarget([0f, float.NaN, 1f], 2));
        Assert.ThrowsAny<ArgumentException>(() => DistillationLoss.CheckTarget([0f, 0f, 2f], 2));
        Assert.ThrowsAny<ArgumentException>(() => SmoothedCrossEntropy.CheckTarget([3f], 3));

        var data = new Dataset(new float[4], 4, [0]);
        Assert.Throws<ArgumentException>("data", () => Distillation.Teach(new IrisNetwork(), new Dataset(new float[4], 4, new float[3], 3)));
        Assert.Throws<ArgumentException>("data", () => Distillation.Teach(new DigitsNetwork(), data));
        Assert.Throws<ArgumentException>("teacher", () => Distillation.Teach(new LabelsNetwork(), new Dataset(new float[3], 3, [0])));
    }

    private static void CheckLossAndGradient(Func<double[], double> truth, float[] z, float loss, float[] gradient)
    {
        double[] logits = [.. z.Select(value => (double)value)];
        double expected = truth(logits);
        Assert.Equal(expected, loss, 1e-5 * Math.Max(1, Math.Abs(expected)));
        for (int i = 0; i < z.Length; i++)
        {
            const double Step = 1e-5;
            double Shifted(double by) => truth([.. logits.Select((value, k) => k == i ? value + by : value)]);
            double slope = (Shifted(Step) - Shifted(-Step)) / (2 * Step);
            Assert.Equal(slope, gradient[i], 1e-5 * Math.Max(1, Math.Abs(expected)));
        }
    }

    private static double CrossEntropy(double[] t, double[] y) => t.Zip(y).Sum(pair => pair.First == 0 ? 0 : -pair.First * Math.Log(pair.Second));

    private static double[] Softmax(System.Collections.Generic.IEnumerable<double> z)
    {
        double[] logits = [.. z];
        double max = logits.Max(), sum = logits.Sum(value => Math.Exp(value - max));
        return [.. logits.Select(value => Math.Exp(value - max) / sum)];
    }

    private static float[] Values(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 6f * random.NextSingle() - 3f)];
    }
}
