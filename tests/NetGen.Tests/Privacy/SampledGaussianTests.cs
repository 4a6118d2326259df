using System;
using System.Numerics;
using Xunit;

namespace NetGen.Tests.Privacy;

public sealed class SampledGaussianTests
{
    [Theory]
    [InlineData(1.5, 1.25)]
    [InlineData(0.1, 64)]
    [InlineData(100, 1024)]
    public void WithoutSamplingIsTheGaussianMechanism(double noise, double order) =>
        Assert.Equal(order / (2 * noise * noise), SampledGaussian.RenyiDivergence(noise, 1, order), 1e-14 * order / (2 * noise * noise));

    /// <summary>D₂ = ln(1 + q²·(e^(1/σ²) − 1)), by mpmath: digits that a sum which contains 1 would lose.</summary>
    [Theory]
    [InlineData(1, 0.5, 0.357374019508788537)]
    [InlineData(2, 1e-3, 2.84025376352530471e-7)]
    [InlineData(0.7, 1e-9, 6.6968898103707334e-18)]
    [InlineData(50, 1e-12, 4.00080010667733403e-28)]
    public void OrderTwoHasAClosedForm(double noise, double rate, double expected) =>
        Assert.Equal(expected, SampledGaussian.RenyiDivergence(noise, rate, 2), 1e-13 * expected);

    /// <summary>
    /// With e^(1/2σ²) = 2 and q = 1/m the sum Σ (α over i)·(1 − q)^(α−i)·qⁱ·e^((i² − i) / 2σ²) is Σ (α over i)·(m − 1)^(α−i)·2^(i² − i) / m^α: whole
    /// numbers.
    /// </summary>
    [Theory]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(4, 10)]
    [InlineData(100, 64)]
    [InlineData(3, 256)]
    [InlineData(1000, 256)]
    public void IntegerOrdersAgreeWithWholeNumbers(int inverseRate, int order)
    {
        double noise = Math.Sqrt(1 / (2 * Math.Log(2)));
        BigInteger sum = 0, binomial = 1;
        for (int i = 0; i <= order; i++)
        {
            sum += binomial * BigInteger.Pow(inverseRate - 1, order - i) * BigInteger.Pow(2, i * i - i);
            binomial = binomial * (order - i) / (i + 1);
        }

        double expected = (BigInteger.Log(sum) - order * Math.Log(inverseRate)) / (order - 1);
        Assert.Equal(expected, SampledGaussian.RenyiDivergence(noise, 1.0 / inverseRate, order), 1e-12 * expected);
    }

    /// <summary>Whole and fractional orders against the integral that defines A_α: small rates, rates above ½, orders that need thousands of terms.</summary>
    [Theory]
    [InlineData(1, 0.5, 1.1)]
    [InlineData(1, 0.5, 2.5)]
    [InlineData(3, 0.4, 1.5)]
    [InlineData(1, 0.01, 1.5)]
    [InlineData(1.1, 256.0 / 60000, 8)]
    [InlineData(1.1, 256.0 / 60000, 8.3)]
    [InlineData(0.5, 0.01, 5.7)]
    [InlineData(2, 0.9, 10.9)]
    [InlineData(0.3, 0.2, 3.3)]
    [InlineData(4, 0.01, 20)]
    [InlineData(4, 0.01, 20.5)]
    [InlineData(10, 0.1, 63.5)]
    // The settings with which dp_accounting tests its own A_α against mpmath (google/differential-privacy, rdp_privacy_accountant_test.py).
    [InlineData(0.1, 1e-7, 1.01)]
    [InlineData(0.1, 1e-6, 256)]
    [InlineData(0.1, 1e-5, 256.1)]
    [InlineData(1, 1e-6, 27)]
    [InlineData(1, 1e-4, 1.5)]
    [InlineData(1, 1e-3, 2)]
    [InlineData(10, 0.01, 20)]
    [InlineData(100, 0.1, 20.5)]
    [InlineData(0.1, 0.99, 256)]
    [InlineData(100, 0.999, 256.1)]
    public void AgreesWithTheIntegral(double noise, double rate, double order)
    {
        double expected = LogIntegral(noise, rate, order) / (order - 1);
        Assert.Equal(expected, SampledGaussian.RenyiDivergence(noise, rate, order), 1e-10 * expected + 5e-14 / (order - 1));
    }

    /// <summary>
    /// A published sequence of divergences of 50 steps, σ = 2.5, q = 0.01: google/differential-privacy, test_compute_rdp_poisson_sampled_gaussian, and for the
    /// fractional orders, of which that gives upper bounds, tensorflow/privacy, test_compute_rdp_sequence.
    /// </summary>
    [Theory]
    [InlineData(1.5, 0.00065, 1e-5)]
    [InlineData(2.5, 0.001085, 1e-6)]
    [InlineData(5, 2.18075656e-03, 1e-11)]
    [InlineData(50, 2.38460375e-02, 1e-10)]
    [InlineData(100, 1.67416308e02, 1e-6)]
    public void AgreesWithPublishedDivergences(double order, double expected, double tolerance) =>
        Assert.Equal(expected, 50 * SampledGaussian.RenyiDivergence(2.5, 0.01, order), tolerance);

    [Fact]
    public void GrowsSmoothlyThroughWholeOrders()
    {
        foreach (double rate in (double[])[1e-4, 0.05, 0.5, 0.95])
        {
            double previous = 0;
            for (int tenths = 11; tenths < 200; tenths++)
            {
                double divergence = SampledGaussian.RenyiDivergence(1.3, rate, tenths / 10.0);
                Assert.True(divergence > previous, $"q {rate}, order {tenths / 10.0}");
                previous = divergence;
            }

            double whole = SampledGaussian.RenyiDivergence(1.3, rate, 6), beside = SampledGaussian.RenyiDivergence(1.3, rate, 6 + 1e-9);
            Assert.Equal(whole, beside, 1e-7 * whole);
        }
    }

    [Fact]
    public void TinyNoiseGivesNoPrivacyRatherThanNaN()
    {
        Assert.Equal(double.PositiveInfinity, SampledGaussian.RenyiDivergence(1e-160, 0.5, 2.5));
        Assert.True(double.IsFinite(SampledGaussian.RenyiDivergence(1e-6, 0.5, 2.5)));
        Assert.True(double.IsFinite(SampledGaussian.RenyiDivergence(1e9, 1e-9, 2.5)));
    }

    /// <summary>
    /// ln ∫ φ(z / σ) / σ · ((1 − q) + q·e^((2z − 1) / 2σ²))^α dz by the trapezoidal rule, which converges exponentially for such integrands (Trefethen and
    /// Weideman, 2014): the step is a fraction of σ and of the distance πσ² of the singularities from the real axis.
    /// </summary>
    private static double LogIntegral(double noise, double rate, double order)
    {
        double variance = noise * noise;
        double step = Math.Min(noise, variance) / 8, from = -12 * noise, to = order + 12 * noise;
        double largest = double.NegativeInfinity;
        for (double z = from; z <= to; z += step) largest = Math.Max(largest, LogIntegrand(z));
        // Compensated, so that the sum of many terms keeps the digits of a small divergence.
        double sum = 0, lost = 0;
        for (double z = from; z <= to; z += step)
        {
            double term = Math.Exp(LogIntegrand(z) - largest) - lost;
            double next = sum + term;
            lost = next - sum - term;
            sum = next;
        }

        return largest + Math.Log(sum * step) - Math.Log(noise * Math.Sqrt(2 * Math.PI));

        double LogIntegrand(double z)
        {
            double exponent = (2 * z - 1) / (2 * variance);
            double logRatio = exponent < 0
                ? Math.Log(1 - rate + rate * Math.Exp(exponent))
                : exponent + Math.Log(rate + (1 - rate) * Math.Exp(-exponent));
            return order * logRatio - z * z / (2 * variance);
        }
    }
}
