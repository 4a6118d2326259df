using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Privacy;

public sealed class RdpAccountantTests
{
    private const double Mnist = 256.0 / 60000;

    /// <summary>ε as published, by today's conversion.</summary>
    [Theory]
    // opacus/tests/accountants_test.py, test_rdp_accountant: 90 epochs at a sampling rate of 0.04.
    [InlineData(1.5, 0.04, 2250, 1e-5, 7.32911117143, 3.9, 1e-9)]
    // tensorflow_privacy/privacy/analysis/compute_dp_sgd_privacy_test.py: Test0 (60000 samples, batch 150, 15 epochs) and Test1 (100000, 100, 30).
    [InlineData(1.3, 150.0 / 60000, 6000, 1e-5, 0.7242234026109595, 19d, 1e-10)]
    [InlineData(1, 100.0 / 100000, 30000, 1e-7, 1.4154988495444842, 13d, 1e-10)]
    // Same file, test_compute_dp_sgd_example_privacy without microbatching: two steps of all samples, and 120 at a sampling rate of 0.01. The latter is
    // 3.2392676 there, since today's program takes the alternating terms of fractional orders as positive; the digits here are mpmath's.
    [InlineData(0.7, 1, 2, 1e-5, 10.8602036, null, 5e-8)]
    [InlineData(0.7, 0.01, 120, 1e-5, 3.239192194, 4.4, 1e-9)]
    // The same settings as the classic figure 1.26 of Abadi et al. below; in 25 digits by mpmath.
    [InlineData(4, 0.01, 10000, 1e-5, 1.03549006604, 17d, 1e-10)]
    public void AgreesWithPublishedBudgets(double noise, double rate, long steps, double delta, double expected, double? order, double tolerance)
    {
        PrivacyBudget budget = RdpAccountant.Epsilon(noise, rate, steps, delta);
        Assert.Equal(expected, budget.Epsilon, tolerance);
        Assert.Equal(delta, budget.Delta);
        if (order is double best) Assert.Equal(best, budget.Order);
    }

    /// <summary>
    /// compute_dp_sgd_privacy_test.py, Test2: 100 million samples, batch 1024, 10 epochs, almost no noise, with the orders of that program, of which 1.25 is
    /// the smallest.
    /// </summary>
    [Fact]
    public void HugeBudgetsAgreeToo()
    {
        var accountant = new RdpAccountant(1.25, 1.5, 1.75, 2, 4, 64);
        accountant.Compose(0.1, 1024e-8, 976563);
        Assert.Equal(5907982.3113978775, accountant.Spent(1e-7).Epsilon, 1e-4);
        Assert.Equal(5907982.3113820121, accountant.Spent(1e-7).Epsilon, 1e-6); // by mpmath
        Assert.Equal(1.25, accountant.Spent(1e-7).Order);
    }

    /// <summary>
    /// ε as published before the conversion was improved, r − ln δ / (α − 1), with today's ε beside it (in 10 digits by mpmath): the divergences are the
    /// same.
    /// </summary>
    [Theory]
    // Abadi et al., 2016, section 3.2: q = 0.01, σ = 4, 10000 steps, ε ≈ 1.26; in digits in privacy/analysis/rdp_accountant_test.py of TensorFlow Privacy.
    [InlineData(4, 0.01, 10000, 1.258575, 5e-6, 1.035490066)]
    // TensorFlow Privacy, tutorials/README.md: noise 1.1 for 60 epochs, 1.3 for 15, 0.7 for 45.
    [InlineData(1.1, Mnist, 14063, 3.01, 0.005, 2.596655529)]
    [InlineData(1.3, Mnist, 3516, 1.19, 0.005, 0.9545639531)]
    [InlineData(0.7, Mnist, 10547, 7.10, 0.005, 6.318383965)]
    // A later version of the same table, whose noise is 1.12 for 60 epochs and 1.2 for 10.
    [InlineData(1.12, Mnist, 14063, 2.92, 0.005, 2.518686479)]
    [InlineData(1.2, Mnist, 2340, 1.20, 0.005, 0.9312087497)]
    public void AgreesWithOlderPublishedBudgets(double noise, double rate, long steps, double classic, double tolerance, double improved)
    {
        double least = RdpAccountant.DefaultOrders.ToArray()
            .Min(order => steps * SampledGaussian.RenyiDivergence(noise, rate, order) - Math.Log(1e-5) / (order - 1));
        Assert.Equal(classic, least, tolerance);
        double now = RdpAccountant.Epsilon(noise, rate, steps, 1e-5).Epsilon;
        Assert.True(now < least);
        Assert.Equal(improved, now, 1e-9);
    }

    /// <summary>The example in Opacus's documentation of opacus.accountants.analysis.rdp: ten steps of one kind and four of another, orders 2 to 32.</summary>
    [Fact]
    public void ComposesDifferentSteps()
    {
        var accountant = new RdpAccountant([.. Enumerable.Range(2, 31).Select(order => (double)order)]);
        accountant.Compose(noiseMultiplier: 1, samplingRate: 1e-5, steps: 10);
        accountant.Compose(noiseMultiplier: 3, samplingRate: 1e-4, steps: 4);
        PrivacyBudget budget = accountant.Spent(1e-5);
        Assert.Equal(14, accountant.Steps);
        Assert.Equal(0.336344063393, budget.Epsilon, 1e-11); // 0.336 there, the other digits by mpmath
        Assert.Equal(23, budget.Order);
    }

    [Fact]
    public void ManyStepsAtOnceAreManySingleSteps()
    {
        var single = new RdpAccountant(2, 4.5, 16);
        for (int i = 0; i < 100; i++) single.Compose(1.2, 0.02, 1);
        var atOnce = new RdpAccountant(2, 4.5, 16);
        atOnce.Compose(1.2, 0.02, 100);
        Assert.Equal(atOnce.Spent(1e-6).Epsilon, single.Spent(1e-6).Epsilon, 1e-12);
    }

    [Fact]
    public void NoStepSpendsNothing()
    {
        var accountant = new RdpAccountant();
        accountant.Compose(1, 0.5, 0);
        Assert.Equal(0, accountant.Spent(1e-9).Epsilon);
        Assert.Equal(0, RdpAccountant.Epsilon(1, 0.5, 0, 1e-9).Epsilon);
    }

    [Fact]
    public void EpsilonIsNeverNegative() => Assert.Equal(0, RdpAccountant.Epsilon(100, 1e-3, 1, 0.9).Epsilon);

    [Fact]
    public void WithoutNoiseToSpeakOfThereIsNoPrivacy() => Assert.Equal(double.PositiveInfinity, RdpAccountant.Epsilon(1e-160, 0.5, 1, 1e-5).Epsilon);

    [Fact]
    public void EpsilonGrowsWithStepsAndRateAndFallsWithNoiseAndDelta()
    {
        Assert.All(Pairs(1, 10, 100, 1000, 10_000, 100_000), pair => Assert.True(Of(steps: (long)pair.Less) < Of(steps: (long)pair.More)));
        Assert.All(Pairs(1e-4, 1e-3, 0.01, 0.1, 0.5, 0.9, 1), pair => Assert.True(Of(rate: pair.Less) < Of(rate: pair.More)));
        Assert.All(Pairs(0.3, 0.5, 0.9, 1.1, 2, 4, 8), pair => Assert.True(Of(noise: pair.Less) > Of(noise: pair.More)));
        Assert.All(Pairs(1e-10, 1e-8, 1e-6, 1e-4), pair => Assert.True(Of(delta: pair.Less) > Of(delta: pair.More)));

        static double Of(double noise = 1.1, double rate = 0.01, long steps = 1000, double delta = 1e-5) =>
            RdpAccountant.Epsilon(noise, rate, steps, delta).Epsilon;
        static (double Less, double More)[] Pairs(params double[] values) => [.. values.Zip(values.Skip(1))];
    }

    [Fact]
    public void DefaultOrdersAreThoseOfTensorFlowPrivacy()
    {
        double[] expected = [.. Enumerable.Range(1, 99).Select(x => 1 + x / 10.0), .. Enumerable.Range(11, 53).Select(x => (double)x), 128, 256, 512, 1024];
        Assert.Equal(expected.Length, RdpAccountant.DefaultOrders.Length);
        Assert.All(expected.Zip(RdpAccountant.DefaultOrders.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-15 * pair.First));
        Assert.Equal(9, RdpAccountant.DefaultOrders.ToArray().Count(order => order < 11 && order == Math.Floor(order)));
    }

    /// <summary>Opacus stops at a noise multiplier whose ε is within 0.01 below the wanted (opacus/tests/accountants_test.py), hence the tolerance.</summary>
    [Theory]
    [InlineData(2250, 1.416)]
    [InlineData(2000, 1.3562)]
    public void NoiseMultiplierAgreesWithOpacus(long steps, double expected) =>
        Assert.Equal(expected, RdpAccountant.NoiseMultiplier(epsilon: 8, delta: 1e-5, samplingRate: 0.04, steps), 1.5e-3);

    [Theory]
    [InlineData(8, 1e-5, 0.04, 2000, 1e-3)]
    [InlineData(1, 1e-6, 0.01, 10_000, 1e-6)]
    [InlineData(50, 1e-5, 0.001, 100, 1e-4)] // less than 1
    [InlineData(0.5, 1e-5, 1, 1000, 1e-2)] // far above 1
    public void NoiseMultiplierIsTheLeastWithinTheTolerance(double epsilon, double delta, double rate, long steps, double tolerance)
    {
        double noise = RdpAccountant.NoiseMultiplier(epsilon, delta, rate, steps, tolerance);
        Assert.True(RdpAccountant.Epsilon(noise, rate, steps, delta).Epsilon <= epsilon);
        Assert.True(RdpAccountant.Epsilon(noise - tolerance, rate, steps, delta).Epsilon > epsilon);
    }

    [Fact]
    public void RefusesAnEpsilonThatNoNoiseShows()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => RdpAccountant.NoiseMultiplier(1e-4, 1e-9, 0.01, 100));
        Assert.Contains("0.0001", exception.Message);
    }

    [Theory]
    [InlineData("noiseMultiplier", 0, 0.1, 1, 1e-5)]
    [InlineData("noiseMultiplier", double.NaN, 0.1, 1, 1e-5)]
    [InlineData("noiseMultiplier", double.PositiveInfinity, 0.1, 1, 1e-5)]
    [InlineData("samplingRate", 1, 0, 1, 1e-5)]
    [InlineData("samplingRate", 1, 1.0001, 1, 1e-5)]
    [InlineData("samplingRate", 1, double.NaN, 1, 1e-5)]
    [InlineData("steps", 1, 0.1, -1, 1e-5)]
    [InlineData("delta", 1, 0.1, 1, 0)]
    [InlineData("delta", 1, 0.1, 1, 1)]
    [InlineData("delta", 1, 0.1, 1, double.NaN)]
    public void RefusesArguments(string name, double noise, double rate, long steps, double delta) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => RdpAccountant.Epsilon(noise, rate, steps, delta));

    [Theory]
    [InlineData("epsilon", 0, 1e-5, 0.1, 1, 1e-3)]
    [InlineData("epsilon", double.NaN, 1e-5, 0.1, 1, 1e-3)]
    [InlineData("delta", 1, 2, 0.1, 1, 1e-3)]
    [InlineData("samplingRate", 1, 1e-5, 0, 1, 1e-3)]
    [InlineData("steps", 1, 1e-5, 0.1, 0, 1e-3)]
    [InlineData("tolerance", 1, 1e-5, 0.1, 1, 0)]
    [InlineData("tolerance", 1, 1e-5, 0.1, 1, 1.5)]
    public void RefusesArgumentsOfTheBisection(string name, double epsilon, double delta, double rate, long steps, double tolerance) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => RdpAccountant.NoiseMultiplier(epsilon, delta, rate, steps, tolerance));

    [Theory]
    [InlineData(1)]
    [InlineData(1.005)]
    [InlineData(10_001)]
    [InlineData(double.NaN)]
    public void RefusesOrders(double order)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>("orders", () => new RdpAccountant(2, order));
        Assert.Equal(order, exception.ActualValue);
    }

    [Fact]
    public void RefusesMoreStepsThanItCounts()
    {
        var accountant = new RdpAccountant(2);
        accountant.Compose(1, 0.1, long.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => accountant.Compose(1, 0.1, 1));
    }
}
