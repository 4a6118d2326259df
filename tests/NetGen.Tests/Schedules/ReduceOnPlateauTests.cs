using System;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Schedules;

public sealed class ReduceOnPlateauTests
{
    /// <summary>The rates after each epoch, from 1, worked out by hand.</summary>
    [Fact]
    public void ReducesAfterThePatience() => AssertRates(
        new ReduceOnPlateau(factor: 0.5f, patience: 2, minimumImprovement: 0.1f),
        (1.0f, 1),
        (0.95f, 1), // too small an improvement: bad
        (0.85f, 1),
        (0.8f, 1), // bad
        (0.8f, 0.5f), // bad again
        (0.8f, 0.5f),
        (0.8f, 0.25f),
        (0.7f, 0.25f),
        (0.65f, 0.25f),
        (0.59f, 0.25f),
        (0.59f, 0.25f),
        (0.59f, 0.125f));

    [Fact]
    public void ACooldownCountsNoEpochAsBad() => AssertRates(
        new ReduceOnPlateau(factor: 0.5f, patience: 1, minimumImprovement: 0, cooldown: 2),
        (1, 1),
        (1, 0.5f),
        (0.5f, 0.5f), // cooldown, yet the best so far
        (0.8f, 0.5f), // cooldown
        (0.8f, 0.25f)); // bad beside 0.5

    [Fact]
    public void NeverFallsBelowTheMinimum()
    {
        var schedule = new ReduceOnPlateau(factor: 0.1f, patience: 1, minimumRate: 0.05f);
        for (int epoch = 0; epoch < 5; epoch++) schedule.EpochEnded(1);
        Assert.Equal(0.05f, schedule.LearningRate(0, 1));
        Assert.Equal(0.01f, schedule.LearningRate(0, 0.01f)); // an initial rate below it does not rise
    }

    [Fact]
    public void NaNIsNoImprovement() => AssertRates(
        new ReduceOnPlateau(factor: 0.5f, patience: 2), (float.NaN, 1), (float.NaN, 0.5f), (1, 0.5f), (1, 0.5f), (1, 0.25f));

    [Fact]
    public void IsTheSameInEveryStepOfAnEpoch()
    {
        var schedule = new ReduceOnPlateau(factor: 0.5f, patience: 1);
        schedule.EpochEnded(1);
        schedule.EpochEnded(1);
        Assert.Equal(0.5f, schedule.LearningRate(0, 1));
        Assert.Equal(0.5f, schedule.LearningRate(123456, 1));
    }

    /// <summary>From every point of a training on: what was saved and loaded goes on as what was not.</summary>
    [Fact]
    public void GoesOnFromASavedState()
    {
        const int Epochs = 60;
        for (int saved = 0; saved < Epochs; saved++)
        {
            LearningRateSchedule whole = Make(), before = Make(), after = Make();
            for (int epoch = 0; epoch < saved; epoch++)
            {
                whole.EpochEnded(Metric(epoch));
                before.EpochEnded(Metric(epoch));
            }

            float[] state = new float[before.StateLength];
            before.SaveState(state);
            after.EpochEnded(0.001f); // a state of its own, which loading replaces
            after.LoadState(state);
            for (int epoch = saved; epoch < Epochs; epoch++)
            {
                Assert.Equal(whole.LearningRate(epoch, 0.3f), after.LearningRate(epoch, 0.3f));
                whole.EpochEnded(Metric(epoch));
                after.EpochEnded(Metric(epoch));
            }

            Assert.Equal(whole.LearningRate(Epochs, 0.3f), after.LearningRate(Epochs, 0.3f));
            Assert.True(whole.LearningRate(Epochs, 0.3f) < 0.05f);
        }

        static LearningRateSchedule Make() => new ReduceOnPlateau(factor: 0.7f, patience: 3, minimumImprovement: 0.01f, cooldown: 2).WithWarmup(5);
        static float Metric(int epoch) => 1 / (1 + 0.3f * epoch) + 0.02f * (epoch * 7 % 5);
    }

    [Theory]
    [InlineData(float.NaN, 0, 0, 0)]
    [InlineData(1, -1, 0, 0)]
    [InlineData(1, 0, 0.5f, 0)]
    [InlineData(1, 0, 0, float.NaN)]
    [InlineData(1, 0, 0, 1e10f)]
    public void RefusesWhatIsNoState(float best, float badEpochs, float cooldownLeft, float reductions)
    {
        var schedule = new ReduceOnPlateau();
        schedule.EpochEnded(0.5f);
        float[] before = new float[schedule.StateLength], after = new float[schedule.StateLength];
        schedule.SaveState(before);
        Assert.Throws<ArgumentException>("state", () => schedule.LoadState([best, badEpochs, cooldownLeft, reductions]));
        schedule.SaveState(after);
        Assert.Equal(before, after);
    }

    [Fact]
    public void RefusesAStateOfAnotherLength()
    {
        var schedule = new ReduceOnPlateau();
        Assert.Throws<ArgumentException>("state", () => schedule.SaveState(new float[3]));
        Assert.Throws<ArgumentException>("state", () => schedule.LoadState(new float[5]));
        Assert.Throws<ArgumentOutOfRangeException>("step", () => schedule.LearningRate(-1, 1));
    }

    [Fact]
    public void AllocatesNothing()
    {
        var schedule = new ReduceOnPlateau(patience: 2);
        float[] state = new float[schedule.StateLength];
        Assert.Equal(0, Allocation.Measure(100, () =>
        {
            schedule.EpochEnded(1);
            schedule.LearningRate(1, 1);
            schedule.SaveState(state);
            schedule.LoadState(state);
        }));
    }

    private static void AssertRates(LearningRateSchedule schedule, params (float Metric, float Rate)[] epochs)
    {
        Assert.Equal(1, schedule.LearningRate(0, 1));
        foreach ((float metric, float rate) in epochs)
        {
            schedule.EpochEnded(metric);
            Assert.Equal(rate, schedule.LearningRate(0, 1));
        }
    }
}
