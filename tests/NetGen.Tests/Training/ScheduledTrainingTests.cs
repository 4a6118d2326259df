using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using Xunit;

#pragma warning disable xUnit1051 // These trainings are over before a test run could be cancelled.

namespace NetGen.Tests.Training;

public sealed class ScheduledTrainingTests
{
    private const float Rate = 0.01f;

    [Fact]
    public void EachStepHasTheRateOfTheSchedule()
    {
        // The schedule and the update rule are told the same steps, in three batches an epoch.
        var told = new List<(long Step, float Rate)>();
        var schedule = new Recorder(step => 0.1f / (1 + step));
        var network = new IrisNetwork(1);
        TrainingReport report = new Trainer<IrisNetwork, CrossEntropy, RateRecorder>(network, new RateRecorder(told)).Fit(Data, 2, 4, options: new() { Schedule = schedule });
        Assert.Equal(Enumerable.Range(0, 6).Select(step => (step + 1L, 0.1f / (1 + step))), told);
        Assert.Equal([0.1f / 3, 0.1f / 6], report.History.Select(epoch => epoch.LearningRate));
        Assert.Equal(report.History.Select(epoch => epoch.TrainingLoss), schedule.Metrics);

        schedule.Metrics.Clear();
        report = new Trainer<IrisNetwork, CrossEntropy, RateRecorder>(network, new RateRecorder(told)).Fit(Data, 1, 4, Data, options: new() { Schedule = schedule });
        Assert.Equal([report.Last.ValidationLoss!.Value], schedule.Metrics);
    }

    [Fact]
    public void AConstantScheduleChangesNothing()
    {
        float[] Train(TrainingOptions? options)
        {
            var network = new IrisNetwork(1);
            Trainer.Create(network, new Adam(Rate), new CrossEntropy()).Fit(Data, 5, 3, options: options);
            return network.Parameters.ToArray();
        }

        Assert.Equal(Train(null), Train(new() { Schedule = new ConstantSchedule() }));
        Assert.NotEqual(Train(null), Train(new() { Schedule = new CosineAnnealing(20) }));
    }

    [Fact]
    public void DecayFollowsTheRateOfTheStep()
    {
        // With a rate of 0 neither the update nor the decay moves anything.
        var network = new IrisNetwork(1);
        float[] before = network.Parameters.ToArray();
        Trainer.Create(network, new Sgd(Rate), new CrossEntropy()).Fit(
            Data, 3, options: new() { Schedule = new Recorder(_ => 0f), Regularization = new() { WeightDecay = 0.5f } });
        Assert.Equal(before, network.Parameters);
    }

    [Fact]
    public void TheRangeTestChangesNothingAndSuggestsARateThatLearns()
    {
        var random = new Random(1);
        float[] features = Enumerable.Range(0, 4 * 300).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var data = new Dataset(features, 4, Enumerable.Range(0, 300).Select(i => features[4 * i] > 0 ? 0 : features[4 * i + 1] > 0 ? 1 : 2).ToArray());
        var network = new IrisNetwork(1);
        var trainer = Trainer.Create(network, new Adam(Rate), new CrossEntropy());
        trainer.Fit(data, 1);
        float[] before = network.Parameters.ToArray();
        LearningRateCurve curve = trainer.TestLearningRates(data, 32, 1e-5f, 10f, steps: 150);
        Assert.Equal(before, network.Parameters);
        Assert.InRange(curve.Points.Count, 20, 150);
        Assert.Equal(1e-5f, curve.Points[0].LearningRate, 1e-9f);
        float suggestion = Assert.NotNull(curve.Suggestion);
        Assert.InRange(suggestion, 1e-4f, 1f);

        // The trainer goes on as if there had been no test.
        var other = new IrisNetwork(1);
        var untested = Trainer.Create(other, new Adam(Rate), new CrossEntropy());
        untested.Fit(data, 1);
        untested.Fit(data, 2);
        trainer.Fit(data, 2);
        Assert.Equal(other.Parameters, network.Parameters);

        var learner = new IrisNetwork(2);
        TrainingReport report = Trainer.Create(learner, new Adam(suggestion), new CrossEntropy()).Fit(data, 10);
        Assert.True(report.Last.TrainingLoss < 0.7f * report.History[0].TrainingLoss);
    }

    [Fact]
    public void TheRangeTestRefusesWhatDoesNotFit()
    {
        var trainer = Trainer.Create(new IrisNetwork(1), new Sgd(Rate), new CrossEntropy());
        Assert.Throws<ArgumentNullException>("training", () => trainer.TestLearningRates(null!));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => trainer.TestLearningRates(Data, 0));
        Assert.Throws<ArgumentOutOfRangeException>("from", () => trainer.TestLearningRates(Data, from: 0f));
        Assert.Throws<ArgumentOutOfRangeException>("to", () => trainer.TestLearningRates(Data, from: 1f, to: 1f));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => trainer.TestLearningRates(Data, steps: 1));
    }

    private static Dataset Data => new(Enumerable.Range(0, 48).Select(i => (i * 7 % 13) / 13f).ToArray(), 4, Enumerable.Range(0, 12).Select(i => i % 3).ToArray());

    private sealed class Recorder(Func<long, float> rate) : LearningRateSchedule
    {
        public List<float> Metrics { get; } = [];

        public override float LearningRate(long step, float initial) => rate(step);

        public override void EpochEnded(float metric) => Metrics.Add(metric);
    }

    private sealed class RateRecorder(List<(long Step, float Rate)> told) : IOptimizer
    {
        public float LearningRate => Rate;

        public int StateLength(int parameterCount) => 0;

        public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate) => told.Add((step, learningRate));
    }
}
