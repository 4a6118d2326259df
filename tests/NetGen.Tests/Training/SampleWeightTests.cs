using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetGen.Tests.Data;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Weights;
using Xunit;

#pragma warning disable xUnit1051 // These trainings are over before a test run could be cancelled.

namespace NetGen.Tests.Training;

public sealed class SampleWeightTests
{
    private static readonly Sharding s_always = new(MinSamples: 1, MinWork: 1, MinTotalWork: 0);

    public static TheoryData<string, int> LossesAndWorkers =>
        new MatrixTheoryData<string, int>(["classes", "logits", "regression", "one output", "margin"], [1, 2]);

    [Theory]
    [MemberData(nameof(LossesAndWorkers))]
    public void AWeightOfTwoIsTheSampleTwiceAndOfZeroIsNone(string loss, int workers)
    {
        // Samples 0 to 5 with weights, against sample 1 twice and 4 left out. The one batch is of 6 samples in either case.
        int[] others = [0, 1, 1, 2, 3, 5];
        (float[] weighted, float weightedLoss) = Step(loss, data => data.WithWeights(new float[] { 1, 2, 1, 1, 0, 1 }), workers);
        (float[] expected, float expectedLoss) = Step(loss, data => data.Copy(others), workers: 1);
        (float[] plain, _) = Step(loss, data => data, workers: 1);
        Near(expected, weighted);
        Assert.Equal(expectedLoss, weightedLoss, 1e-5f * Math.Abs(expectedLoss));
        Assert.True(plain.Zip(weighted, (a, b) => Math.Abs(a - b)).Max() > 0.01f * plain.Max(Math.Abs), "The weights have changed nothing.");

        // The loss of a batch is divided by the number of its samples, those of the weight 0 among them.
        (float[] half, _) = Step(loss, data => data.WithWeights(new float[] { 1, 1, 1, 0, 0, 0 }), workers);
        (float[] alone, _) = Step(loss, data => data.Slice(0, 3), workers: 1);
        Near([.. alone.Select(gradient => gradient / 2)], half);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void WeightsOfOneChangeNothing(int batchSize)
    {
        (PlainNetwork Network, TrainingReport Report) Train(Func<Dataset, Dataset> change)
        {
            var network = new PlainNetwork(4, 8, 3, Activation.Softmax);
            Dataset data = change(Classes());
            return (network, Trainer.Create(network, new Adam(0.01f), new CrossEntropy()).Fit(data, epochs: 3, batchSize, validation: data, seed: 2));
        }

        var (plain, plainReport) = Train(data => data);
        var (weighted, weightedReport) = Train(data => data.WithWeights(Enumerable.Repeat(1f, data.Count).ToArray()));
        Assert.Equal(plain.Parameters, weighted.Parameters);
        Assert.Equal(plainReport.History.Select(WithoutTime), weightedReport.History.Select(WithoutTime));

        // In generated networks, cross-entropy without weights takes several samples at once, and sums in another order.
        IrisNetwork fast = new(1), slow = new(1);
        Dataset ones = Classes().WithWeights(Enumerable.Repeat(1f, 30).ToArray());
        Trainer.Create(fast, new Adam(0.01f), new CrossEntropy()).Fit(Classes(), epochs: 3, batchSize);
        Trainer.Create(slow, new Adam(0.01f), new CrossEntropy()).Fit(ones, epochs: 3, batchSize);
        Near(fast.Parameters.ToArray(), slow.Parameters.ToArray());
    }

    [Fact]
    public void TheNumbersAreThoseOfTheFormula()
    {
        // A network whose outputs are 0, so that L = t², and dL/db = −2t.
        var network = new PlainNetwork(1, 2, 1);
        network.Parameters.Clear();
        Dataset data = new Dataset(new float[] { 1, 2, 3 }, 1, new float[] { 1, 2, 3 }, 1).WithWeights(new float[] { 1, 0.5f, 2 });
        var trainer = Trainer.Create(network, new Sgd(0.1f), new SquaredError());
        Assert.Equal(6f, trainer.Evaluate(data).Loss);
        Assert.Equal(6f, network.MeanLoss<SquaredError>(data));
        TrainingReport report = trainer.Fit(data, 1, batchSize: 3, validation: data);
        Assert.Equal(7f, report.Last.TrainingLoss);
        Assert.Equal(1.6f / 3, network.GetTensor("dense2.bias")[0], 1e-6f);
        double validation = new[] { (1.0, 1.0), (0.5, 2), (2, 3) }.Sum(pair => pair.Item1 * Math.Pow(pair.Item2 - 1.6 / 3, 2)) / 3.5;
        Assert.Equal(validation, report.Last.ValidationLoss!.Value, 1e-5);
    }

    [Fact]
    public void AccuraciesTakeNoNoticeOfWeights()
    {
        var network = new PlainNetwork(4, 8, 3, Activation.Softmax);
        Dataset data = Classes(), weighted = data.WithWeights(Enumerable.Range(0, 30).Select(i => (float)i).ToArray());
        Assert.Equal(network.Accuracy(data), network.Accuracy(weighted));
        Assert.Equal(network.Accuracy(data), Trainer.Create(network, new Adam(), new CrossEntropy()).Evaluate(weighted).Accuracy);
    }

    [Fact]
    public void PartsAndCopiesKeepTheWeightsOfTheirSamples()
    {
        // The weight of each sample is its first feature.
        Dataset data = Classes();
        data = data.WithWeights(Enumerable.Range(0, data.Count).Select(i => data.Sample(i)[0]).ToArray());
        List<Dataset> parts =
        [
            data, data.Slice(3, 7), data.Where(i => i % 3 == 1), data.Slice(1, 20).Where(i => i > 2),
            data.SplitEvery(4, 1).Training, data.Split(0.3f, 1).Training, data.StratifiedSplit(0.3f, 1).Test,
            .. CrossValidation.Folds(data, 3, 1).Select(fold => fold.Training), .. CrossValidation.StratifiedFolds(data, 3, 1).Select(fold => fold.Validation),
        ];
        foreach (Dataset part in parts)
        {
            Assert.True(part.IsWeighted);
            Assert.Equal(Enumerable.Range(0, part.Count).Select(i => part.Sample(i)[0]), part.Weights.ToArray());
        }

        Assert.Equal(data.Weights, Standardization.Learn(data).Apply(data).Weights);
        Assert.Equal(data.Weights, Distillation.Teach(new PlainNetwork(4, 8, 3, Activation.Softmax), data).Weights);
        Assert.False(Classes().IsWeighted);
        Assert.True(Classes().Weights.IsEmpty);
    }

    [Fact]
    public void BalancedWeightsAreThoseOfScikitLearn()
    {
        // sklearn.utils.class_weight.compute_class_weight("balanced", classes=[0, 2], y=[0, 0, 0, 2]) is [0.66666667, 2.].
        var data = new Dataset(new float[4], 1, [0, 0, 2, 0]);
        Assert.Equal([2f / 3, 2f / 3, 2f, 2f / 3], data.WithBalancedClassWeights().Weights);
        Assert.Equal([3f, 3f, 0.5f, 3f], data.WithClassWeights([3f, 9f, 0.5f]).Weights);
        Assert.True(data.WithBalancedClassWeights().IsClassLabelled);
    }

    [Fact]
    public void ClassWeightsRaiseTheRecallOfTheRareClass()
    {
        // Tumours, of which one in twenty is malignant: class 0.
        Dataset all = TumourData.Read();
        int[] malignant = [.. Enumerable.Range(0, all.Count).Where(i => all.Label(i) == 0)];
        int[] benign = [.. Enumerable.Range(0, all.Count).Except(malignant)];
        Dataset training = all.Copy([.. malignant.Take(10), .. benign.Take(190)]), test = all.Copy([.. malignant.Skip(10), .. benign.Skip(190)]);
        var standardization = Standardization.Learn(training);
        (float Recall, float Precision) Train(Func<Dataset, Dataset> change)
        {
            var network = new PlainNetwork(30, 6, 2, Activation.Softmax);
            Trainer.Create(network, new Adam(0.005f), new CrossEntropy()).Fit(change(standardization.Apply(training)), epochs: 20, batchSize: 16);
            ConfusionMatrix matrix = network.ConfusionMatrix(standardization.Apply(test));
            return (matrix.Recall(0), matrix.Precision(0));
        }

        var (plain, balanced, heavy) = (Train(data => data), Train(data => data.WithBalancedClassWeights()), Train(data => data.WithClassWeights([19f, 1f])));
        string figures = $"Recall and precision: {plain}, balanced {balanced}, of 19 to 1 {heavy}.";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        Assert.True(balanced.Recall > plain.Recall + 0.05f && heavy.Recall > plain.Recall + 0.05f, figures);
        Assert.True(balanced.Precision > 0.8f, figures);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void StepsAllocateNothing(int batchSize)
    {
        Dataset data = Classes().WithBalancedClassWeights();
        long[] allocated = new long[60];
        Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy()).Fit(
            data, allocated.Length, batchSize, validation: data, progress: epoch => allocated[epoch.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, allocated.Skip(1).Zip(allocated, (after, before) => after - before).Order().ElementAt(allocated.Length * 3 / 4));
    }

    [Fact]
    public void TheRangeTestUsesTheWeights()
    {
        LearningRateCurve Test(Func<Dataset, Dataset> change) =>
            Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy()).TestLearningRates(change(Classes()), 8, steps: 20);
        Assert.NotEqual(Test(data => data).Points, Test(data => data.WithClassWeights([1f, 2f, 3f])).Points);
        Assert.Equal(Test(data => data.WithClassWeights([1f, 2f, 3f])).Points, Test(data => data.WithClassWeights([1f, 2f, 3f])).Points);
    }

    [Fact]
    public void ACheckpointWithWeightsIsOfAnotherTrainingThanWithout()
    {
        using var directory = new TemporaryDirectory();
        var options = new TrainingOptions { Checkpoint = new(directory / "run") { Resumes = true } };
        var network = new IrisNetwork(1);
        Trainer.Create(network, new Adam(), new CrossEntropy()).Fit(Classes().WithBalancedClassWeights(), 1, options: options);
        string message = Assert.Throws<InvalidDataException>(
            () => Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy()).Fit(Classes(), 1, options: options)).Message;
        Assert.Contains("Its loss is NetGen.CrossEntropy with sample weights, and that of this training NetGen.CrossEntropy.", message);
        var again = new IrisNetwork(2);
        Trainer.Create(again, new Adam(), new CrossEntropy()).Fit(Classes().WithBalancedClassWeights(), 1, options: options);
        Assert.Equal(network.Parameters, again.Parameters);
    }

    [Fact]
    public void BadWeightsAreRefused()
    {
        Dataset data = Classes();
        string message = Assert.Throws<ArgumentException>("weights", () => data.WithWeights(new float[29])).Message;
        Assert.StartsWith("30 samples need as many weights; there are 29", message);
        foreach (float bad in (float[])[-1f, float.NaN, float.PositiveInfinity])
        {
            float[] weights = new float[30];
            weights[17] = bad;
            message = Assert.Throws<ArgumentOutOfRangeException>("weights", () => data.WithWeights(weights)).Message;
            Assert.StartsWith($"Expected a weight of sample 17 that is at least 0 and finite, got {bad}", message);
            Assert.Throws<ArgumentOutOfRangeException>("weights", () => data.WithClassWeights([1f, 1f, bad]));
        }

        message = Assert.Throws<ArgumentException>("weights", () => data.WithClassWeights([1f, 1f])).Message;
        Assert.StartsWith("Sample 2 is of class 2; there are weights for 2 classes", message);
        Assert.Throws<InvalidOperationException>(() => TestSources.Numbered(3).WithClassWeights([1f]));
        Assert.Throws<InvalidOperationException>(() => TestSources.Numbered(3).WithBalancedClassWeights());
        Assert.Throws<InvalidOperationException>(() => data.WithBalancedClassWeights().AsSource());

        var trainer = Trainer.Create(new IrisNetwork(1), new Adam(), new CrossEntropy());
        Dataset none = data.WithWeights(new float[30]);
        Assert.StartsWith("The weights of all samples are 0", Assert.Throws<ArgumentException>("training", () => trainer.Fit(none, 1)).Message);
        Assert.Throws<ArgumentException>("validation", () => trainer.Fit(data, 1, validation: none));
        Assert.Throws<ArgumentException>("data", () => trainer.Evaluate(none));
        Assert.Equal(0, trainer.Step);
    }

    /// <summary>The gradient of the mean loss of all samples, and the loss: one step of gradient descent at the rate 1 takes the gradient away.</summary>
    private static (float[] Gradient, float Loss) Step(string loss, Func<Dataset, Dataset> change, int workers)
    {
        var random = new Random(7);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        return loss switch
        {
            "classes" => Run(new IrisNetwork(1), new CrossEntropy(), new Dataset(Values(24), 4, [0, 1, 2, 0, 1, 2])),
            "logits" => Run(new PlainNetwork(4, 8, 3), new CrossEntropy(), new Dataset(Values(24), 4, [0, 1, 2, 0, 1, 2])),
            "regression" => Run(new TanhNetwork(1), new Huber(0.1f), new Dataset(Values(6 * 17), 17, Values(6 * 7), 7)),
            "one output" => Run(new SigmoidNetwork(1), new BinaryCrossEntropy(), new Dataset(Values(18), 3, [0, 1, 1, 0, 0, 1])),
            _ => Run(new IdentityNetwork(1), new Hinge(), new Dataset(Values(6 * 7), 7, [0, 1, 2, 0, 1, 2])),
        };

        (float[] Gradient, float Loss) Run<TNetwork, TLoss>(TNetwork network, TLoss loss, Dataset data)
            where TNetwork : class, INetwork
            where TLoss : struct, ILoss
        {
            float[] before = network.Parameters.ToArray();
            var trainer = new Trainer<TNetwork, TLoss, Sgd>(network, new Sgd(1f), loss) { Sharding = s_always };
            float value = trainer.Fit(change(data), epochs: 1, batchSize: 100, workers: workers).Last.TrainingLoss;
            return ([.. before.Zip(network.Parameters.ToArray(), (start, end) => start - end)], value);
        }
    }

    private static EpochReport WithoutTime(EpochReport epoch) => epoch with { Elapsed = default };

    private static Dataset Classes()
    {
        var random = new Random(3);
        return new Dataset(Enumerable.Range(0, 120).Select(_ => random.NextSingle()).ToArray(), 4, Enumerable.Range(0, 30).Select(i => i % 3).ToArray());
    }

    private static void Near(float[] expected, float[] actual)
    {
        float tolerance = 2e-5f * expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }
}
