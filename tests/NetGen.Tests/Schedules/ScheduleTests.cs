using System;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Schedules;

public sealed class ScheduleTests
{
    private static readonly (string Name, LearningRateSchedule Schedule)[] s_all =
    [
        ("constant", new ConstantSchedule()),
        ("step", new StepDecay(10, 0.5f)),
        ("exponential", new ExponentialDecay(10, 0.25f)),
        ("polynomial", new PolynomialDecay(10, endFactor: 0.1f)),
        ("square", new PolynomialDecay(4, power: 2)),
        ("cosine", new CosineAnnealing(8)),
        ("cosine above 0", new CosineAnnealing(8, 0.5f)),
        ("restarts", CosineAnnealing.WithWarmRestarts(4)),
        ("doubling restarts", CosineAnnealing.WithWarmRestarts(4, 2, 0.2f)),
        ("one cycle", new OneCycle(17, risingPart: 0.25f, initialDivisor: 10, finalDivisor: 100)),
        ("one high cycle", new OneCycle(5, maximumFactor: 4, risingPart: 0.5f, initialDivisor: 4, finalDivisor: 2)),
        ("warm-up", new LinearWarmup(4, new ConstantSchedule())),
        ("warm-up and cosine", new CosineAnnealing(8).WithWarmup(3)),
        ("warm-up and one cycle", new OneCycle(5, maximumFactor: 4, risingPart: 0.5f, initialDivisor: 4, finalDivisor: 2).WithWarmup(1)),
    ];

    /// <summary>Rates worked out by hand, with the initial rate 0.8.</summary>
    [Theory]
    [InlineData("constant", 0, 0.8)]
    [InlineData("constant", long.MaxValue, 0.8)]
    [InlineData("step", 0, 0.8)]
    [InlineData("step", 9, 0.8)]
    [InlineData("step", 10, 0.4)]
    [InlineData("step", 19, 0.4)]
    [InlineData("step", 20, 0.2)]
    [InlineData("step", long.MaxValue, 0)]
    [InlineData("exponential", 0, 0.8)]
    [InlineData("exponential", 5, 0.4)] // ¼^½
    [InlineData("exponential", 10, 0.2)]
    [InlineData("exponential", 15, 0.1)]
    [InlineData("polynomial", 0, 0.8)]
    [InlineData("polynomial", 5, 0.44)] // 0.8·(0.1 + 0.9·0.5)
    [InlineData("polynomial", 9, 0.152)] // 0.8·(0.1 + 0.9·0.1)
    [InlineData("polynomial", 10, 0.08)]
    [InlineData("polynomial", 1000, 0.08)]
    [InlineData("square", 1, 0.45)] // 0.8·(3/4)²
    [InlineData("square", 3, 0.05)]
    [InlineData("square", 4, 0)]
    [InlineData("cosine", 0, 0.8)]
    [InlineData("cosine", 2, 0.682842712475)] // 0.4·(1 + √½)
    [InlineData("cosine", 4, 0.4)]
    [InlineData("cosine", 6, 0.117157287525)]
    [InlineData("cosine", 8, 0)]
    [InlineData("cosine", 1000, 0)]
    [InlineData("cosine above 0", 0, 0.8)]
    [InlineData("cosine above 0", 4, 0.6)]
    [InlineData("cosine above 0", 9, 0.4)]
    [InlineData("restarts", 1, 0.682842712475)]
    [InlineData("restarts", 3, 0.117157287525)]
    [InlineData("restarts", 4, 0.8)]
    [InlineData("restarts", 6, 0.4)]
    [InlineData("restarts", 4_000_000_000_000_000_002, 0.4)]
    [InlineData("doubling restarts", 3, 0.253725830020)] // 0.8·(0.2 + 0.4·(1 − √½))
    [InlineData("doubling restarts", 4, 0.8)] // 4 to 11
    [InlineData("doubling restarts", 8, 0.48)]
    [InlineData("doubling restarts", 11, 0.184358549)] // 0.8·(0.2 + 0.4·(1 − cos π/8))
    [InlineData("doubling restarts", 12, 0.8)] // 12 to 27
    [InlineData("doubling restarts", 20, 0.48)]
    [InlineData("doubling restarts", 28, 0.8)]
    [InlineData("one cycle", 0, 0.08)]
    [InlineData("one cycle", 2, 0.44)] // halfway from 0.08 to 0.8
    [InlineData("one cycle", 4, 0.8)]
    [InlineData("one cycle", 10, 0.4004)] // halfway from 0.8 to 0.0008
    [InlineData("one cycle", 16, 0.0008)]
    [InlineData("one cycle", 17, 0.0008)]
    [InlineData("one high cycle", 0, 0.8)]
    [InlineData("one high cycle", 1, 2)]
    [InlineData("one high cycle", 2, 3.2)]
    [InlineData("one high cycle", 3, 1.8)] // halfway from 3.2 to 0.4
    [InlineData("one high cycle", 4, 0.4)]
    [InlineData("warm-up", 0, 0.16)]
    [InlineData("warm-up", 3, 0.64)]
    [InlineData("warm-up", 4, 0.8)]
    [InlineData("warm-up and cosine", 0, 0.2)]
    [InlineData("warm-up and cosine", 2, 0.6)]
    [InlineData("warm-up and cosine", 3, 0.8)]
    [InlineData("warm-up and cosine", 5, 0.682842712475)]
    [InlineData("warm-up and cosine", 11, 0)]
    [InlineData("warm-up and one cycle", 0, 0.4)]
    [InlineData("warm-up and one cycle", 1, 0.8)]
    [InlineData("warm-up and one cycle", 3, 3.2)]
    public void HasTheRate(string name, long step, double expected) => Assert.Equal(expected, Named(name).LearningRate(step, 0.8f), 1e-7 * (1 + expected));

    [Fact]
    public void ScalesTheInitialRate()
    {
        Assert.All(s_all, entry =>
        {
            for (long step = 0; step < 30; step++)
                Assert.Equal(8 * entry.Schedule.LearningRate(step, 0.25f), entry.Schedule.LearningRate(step, 2), 1e-6f);
        });
    }

    [Fact]
    public void StepsFarBeyondTheEndAreInRange()
    {
        Assert.All(s_all, entry => Assert.InRange(entry.Schedule.LearningRate(long.MaxValue, 0.8f), 0, 0.8f));
        Assert.InRange(CosineAnnealing.WithWarmRestarts(3, int.MaxValue).LearningRate(long.MaxValue, 1), 0, 1);
    }

    [Fact]
    public void StatelessSchedulesIgnoreEpochsAndHaveNoState()
    {
        Assert.All(s_all, entry =>
        {
            float before = entry.Schedule.LearningRate(5, 0.8f);
            for (int epoch = 0; epoch < 50; epoch++) entry.Schedule.EpochEnded(1);
            Assert.Equal(before, entry.Schedule.LearningRate(5, 0.8f));
            Assert.Equal(0, entry.Schedule.StateLength);
            entry.Schedule.SaveState([]);
            entry.Schedule.LoadState([]);
            Assert.Throws<ArgumentException>("state", () => entry.Schedule.SaveState(new float[1]));
            Assert.Throws<ArgumentException>("state", () => entry.Schedule.LoadState(new float[1]));
        });
    }

    [Fact]
    public void AllocatesNothing()
    {
        Assert.All(s_all, entry =>
        {
            LearningRateSchedule schedule = entry.Schedule;
            Assert.Equal(0, Allocation.Measure(100, () =>
            {
                schedule.LearningRate(7, 0.8f);
                schedule.EpochEnded(1);
            }));
        });
    }

    [Fact]
    public void RefusesStepsAndInitialRates()
    {
        Assert.All(s_all, entry =>
        {
            Assert.Throws<ArgumentOutOfRangeException>("step", () => entry.Schedule.LearningRate(-1, 0.8f));
            Assert.Throws<ArgumentOutOfRangeException>("initial", () => entry.Schedule.LearningRate(0, 0));
            Assert.Throws<ArgumentOutOfRangeException>("initial", () => entry.Schedule.LearningRate(0, float.NaN));
            Assert.Throws<ArgumentOutOfRangeException>("initial", () => entry.Schedule.LearningRate(0, float.PositiveInfinity));
        });
    }

    public static TheoryData<string, object, Func<object>> Refused => new()
    {
        { "steps", 0L, () => new StepDecay(0) },
        { "factor", 0f, () => new StepDecay(1, 0) },
        { "factor", 1.5f, () => new StepDecay(1, 1.5f) },
        { "factor", float.NaN, () => new StepDecay(1, float.NaN) },
        { "steps", 0L, () => new ExponentialDecay(0) },
        { "factor", -1f, () => new ExponentialDecay(1, -1) },
        { "steps", -5L, () => new PolynomialDecay(-5) },
        { "endFactor", -0.1f, () => new PolynomialDecay(1, -0.1f) },
        { "endFactor", 1.1f, () => new PolynomialDecay(1, 1.1f) },
        { "power", 0f, () => new PolynomialDecay(1, 0, 0) },
        { "steps", 0L, () => new CosineAnnealing(0) },
        { "minimumFactor", 2f, () => new CosineAnnealing(1, 2) },
        { "period", 0L, () => CosineAnnealing.WithWarmRestarts(0) },
        { "periodMultiplier", 0L, () => CosineAnnealing.WithWarmRestarts(1, 0) },
        { "minimumFactor", float.NaN, () => CosineAnnealing.WithWarmRestarts(1, 1, float.NaN) },
        { "steps", 1L, () => new OneCycle(1) },
        { "maximumFactor", 0f, () => new OneCycle(2, 0) },
        { "risingPart", 0f, () => new OneCycle(2, 1, 0) },
        { "risingPart", 1f, () => new OneCycle(2, 1, 1) },
        { "initialDivisor", 0.5f, () => new OneCycle(2, 1, 0.5f, 0.5f) },
        { "finalDivisor", float.PositiveInfinity, () => new OneCycle(2, 1, 0.5f, 2, float.PositiveInfinity) },
        { "steps", 0L, () => new LinearWarmup(0, new ConstantSchedule()) },
        { "steps", -1L, () => new ConstantSchedule().WithWarmup(-1) },
        { "factor", 1f, () => new ReduceOnPlateau(factor: 1) },
        { "patience", 0L, () => new ReduceOnPlateau(patience: 0) },
        { "minimumImprovement", -1f, () => new ReduceOnPlateau(minimumImprovement: -1) },
        { "cooldown", -1L, () => new ReduceOnPlateau(cooldown: -1) },
        { "minimumRate", float.NaN, () => new ReduceOnPlateau(minimumRate: float.NaN) },
        { "smoothing", 1f, () => new LearningRateCurve(1) },
    };

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Refused))]
    public void RefusesArguments(string name, object value, Func<object> make)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(name, make);
        Assert.Equal(value, exception.ActualValue);
        Assert.Contains($"got {value}.", exception.Message);
    }

    [Fact]
    public void RefusesAWarmUpOfNothing() => Assert.Throws<ArgumentNullException>("schedule", () => new LinearWarmup(1, null!));

    private static LearningRateSchedule Named(string name) => Array.Find(s_all, entry => entry.Name == name).Schedule;
}
