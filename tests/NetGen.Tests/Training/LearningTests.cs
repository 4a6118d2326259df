using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Training;

/// <summary>Training as a user does it, with the losses and update rules of the library.</summary>
public sealed class LearningTests
{
    private static readonly float[] _xor = [0, 0, 0, 1, 1, 0, 1, 1];

    [Fact]
    public void ExclusiveOrIsLearntUntilTheLossIsAcceptable()
    {
        var network = new PlainNetwork(2, 8, 1, Activation.Sigmoid);
        var data = new Dataset(_xor, 2, [0, 1, 1, 0]);
        var trainer = new Trainer<PlainNetwork, BinaryCrossEntropy, Adam>(network, new Adam(0.05f));
        TrainingReport report = trainer.Fit(data, 2000, batchSize: 4, validation: data, until: epoch => epoch.TrainingLoss <= 0.05f,
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(StopReason.ConditionMet, report.StopReason);
        Assert.True(report.Last.TrainingLoss <= 0.05f && report.History[^2].TrainingLoss > 0.05f);
        Assert.Equal((1f, 1f), (report.Last.ValidationAccuracy, network.Accuracy(data)));
        for (int i = 0; i < data.Count; i++) Assert.Equal(data.Label(i), network.Predict(data.Sample(i)));
    }

    [Fact]
    public void ThreeClassesAreLearntInMiniBatches()
    {
        // Three clouds of points; the class is the nearest centre.
        var random = new Random(11);
        float[] centres = [0f, 1f, 1f, -1f, -1f, -1f];
        int[] labels = [.. Enumerable.Range(0, 150).Select(i => i % 3)];
        float[] features = [.. labels.SelectMany(label => centres[(2 * label)..(2 * label + 2)]).Select(x => x + 0.6f * (random.NextSingle() - 0.5f))];
        (Dataset training, Dataset test) = new Dataset(features, 2, labels).SplitEvery(5, 4);

        var network = new PlainNetwork(2, 8, 3, Activation.Softmax);
        var trainer = Trainer.Create(network, new Adam(0.01f), new CrossEntropy());
        TrainingReport report = trainer.Fit(training, epochs: 60, batchSize: 8, validation: test, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1f, report.Last.ValidationAccuracy);
        Assert.True(report.Last.ValidationLoss < 0.1f);
        Evaluation evaluation = trainer.Evaluate(test);
        Assert.Equal((report.Last.ValidationLoss, report.Last.ValidationAccuracy), (evaluation.Loss, evaluation.Accuracy));
    }

    [Fact]
    public void LabelsWithoutAnOutputAreRefusedBeforeAnythingChanges()
    {
        var network = new PlainNetwork(2, 4, 3, Activation.Softmax);
        var trainer = Trainer.Create(network, new Adam(), new CrossEntropy());
        var data = new Dataset(_xor, 2, [0, 1, 2, 3]);
        ArgumentException exception = Assert.Throws<ArgumentException>("training",
            () => trainer.Fit(data, 1, 1, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith("Sample 3 is of class 3", exception.Message);
        Assert.Throws<ArgumentException>("validation",
            () => trainer.Fit(data.Slice(0, 3), 1, 1, data, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(0, trainer.Step);
    }

    [Fact]
    public void TargetsTheLossDoesNotTakeAreRefusedBeforeAnythingChanges()
    {
        var network = new PlainNetwork(2, 4, 1);
        var trainer = Trainer.Create(network, new Sgd(0.1f), new Hinge());
        Dataset signs = new(_xor, 2, new float[] { -1f, 1f, 1f, -1f }, 1), labels = new(_xor, 2, [1, 1, 1, 0]);
        var exception = Assert.Throws<ArgumentException>("training",
            () => trainer.Fit(labels, 1, 1, cancellationToken: TestContext.Current.CancellationToken));
        Assert.StartsWith("Hinge does not take the target of sample 3: ", exception.Message);
        Assert.Throws<ArgumentException>("validation", () => trainer.Fit(signs, 1, 1, labels, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>("data", () => trainer.Evaluate(labels));
        Assert.Throws<ArgumentException>("data", () => network.MeanLoss<Hinge>(labels));
        Assert.Equal(0, trainer.Step);
        trainer.Fit(signs, 1, 1, signs, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(4, trainer.Step);
    }

    [Fact]
    public void AParabolaIsFitted()
    {
        float[] x = [.. Enumerable.Range(0, 21).Select(i => i / 10f - 1f)];
        var data = new Dataset(x, 1, x.Select(v => v * v).ToArray(), 1);
        var network = new PlainNetwork(1, 16, 1);
        TrainingReport report = Trainer.Create(network, new Adam(0.02f), new MeanSquaredError())
            .Fit(data, 400, batchSize: 7, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(network.RSquared(data) > 0.99f, $"R² is {network.RSquared(data)}, the loss {report.Last.TrainingLoss}.");
    }
}
