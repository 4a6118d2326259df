using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Schedules;

public sealed class LearningRateCurveTests
{
    [Fact]
    public void SmoothsWithBiasCorrection()
    {
        var curve = new LearningRateCurve([1, 2, 4], [8, 4, 2], smoothing: 0.5f);
        // Averages (8), (½·8·½ + 4·½) / ¾ = 16/3, (½·4 + 1) / ⅞ … of the losses 2³, 2², 2¹ and in the exponents of the rates 0, 1, 2.
        Assert.Equal([8f, 16f / 3, 24f / 7], curve.Points.Select(point => point.SmoothedLoss), (a, b) => MathF.Abs(a - b) < 1e-6f);
        float[] rates = [1, MathF.Pow(2, 2f / 3), MathF.Pow(2, 10f / 7)];
        Assert.Equal(rates, curve.Points.Select(point => point.SmoothedLearningRate), (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal([1f, 2, 4], curve.Points.Select(point => point.LearningRate));
        Assert.Equal([8f, 4, 2], curve.Points.Select(point => point.Loss));
        Assert.False(curve.Diverged);
    }

    /// <summary>A loss linear in the logarithm of the rate stays on its line, with no lag.</summary>
    [Fact]
    public void SmoothedPointsOfALineLieOnIt()
    {
        float[] rates = Rates(100);
        var curve = new LearningRateCurve(rates, [.. rates.Select(rate => 10 - MathF.Log(rate))]);
        Assert.Equal(100, curve.Points.Count);
        Assert.All(curve.Points, point => Assert.Equal(10 - Math.Log(point.SmoothedLearningRate), point.SmoothedLoss, 1e-4));
    }

    /// <summary>A loss that falls as a logistic curve in ln η, most steeply at the rate 0.01, then explodes; plain and under noise.</summary>
    [Theory]
    [InlineData(0, 0, 1.3)]
    [InlineData(0.9f, 0, 1.6)]
    [InlineData(0.9f, 0.05, 3)]
    [InlineData(0.95f, 0.1, 5)]
    public void SuggestsTheSteepestDescent(float smoothing, double noise, double within)
    {
        for (int seed = 0; seed < (noise == 0 ? 1 : 20); seed++)
        {
            var random = new SeededRandom(seed);
            float[] rates = Rates(200);
            float[] losses = [.. rates.Select(rate => (float)(2.5 - 2 / (1 + 0.01 / rate) + Math.Pow(rate / 1.5, 4) + noise * random.NextNormal()))];
            var curve = new LearningRateCurve(rates, losses, smoothing);
            Assert.True(curve.Diverged);
            Assert.InRange(curve.Points.Count, 100, 199);
            Assert.InRange(Assert.NotNull(curve.Suggestion), 0.01 / within, 0.01 * within);
        }
    }

    /// <summary>The steepest fall of all is after a peak that is no divergence yet: it is beyond the lowest loss and does not count.</summary>
    [Fact]
    public void DoesNotCountAFallBeyondTheLowestLoss()
    {
        var curve = new LearningRateCurve([1, 2, 4, 8, 16, 32, 64], [5, 4.5f, 4, 3, 11, 3.5f, 3.4f], smoothing: 0);
        Assert.Equal(7, curve.Points.Count);
        Assert.Equal(4, curve.Suggestion);
    }

    [Fact]
    public void LeavesOutTheFirstTenth()
    {
        float[] rates = Rates(40);
        float[] losses = [.. rates.Select((_, i) => i == 0 ? 9 : i < 20 ? 5 : 5 - 0.1f * (i - 20))];
        Assert.InRange(Assert.NotNull(new LearningRateCurve(rates, losses, smoothing: 0).Suggestion), rates[20], rates[38]);
    }

    [Theory]
    [InlineData(3.9f, false)]
    [InlineData(4.1f, true)]
    [InlineData(float.NaN, true)]
    [InlineData(float.PositiveInfinity, true)]
    [InlineData(float.NegativeInfinity, true)]
    public void DivergesAboveFourTimesTheBest(float loss, bool diverges)
    {
        var curve = new LearningRateCurve(smoothing: 0);
        Assert.True(curve.Add(1, 2));
        Assert.True(curve.Add(2, 1));
        Assert.Equal(!diverges, curve.Add(3, loss));
        Assert.Equal(diverges, curve.Diverged);
        Assert.Equal(!diverges, curve.Add(4, 1)); // nothing follows a divergence
        Assert.Equal(diverges ? 2 : 4, curve.Points.Count);
    }

    [Fact]
    public void NegativeLossesDivergeByTheirSize()
    {
        var curve = new LearningRateCurve(smoothing: 0);
        Assert.True(curve.Add(1, -1));
        Assert.True(curve.Add(2, 1.9f));
        Assert.False(curve.Add(3, 2.1f));
    }

    [Fact]
    public void SuggestsNothingWithoutADescent()
    {
        Assert.Null(new LearningRateCurve().Suggestion);
        Assert.Null(new LearningRateCurve([1, 2], [2, 1]).Suggestion);
        Assert.Null(new LearningRateCurve([1, 2, 3, 4], [1, 1, 1, 1]).Suggestion);
        Assert.Null(new LearningRateCurve([1, 2, 3, 4], [1, 1.5f, 2, 2.5f]).Suggestion);
        Assert.Null(new LearningRateCurve([1, 2, 3], [float.NaN, 1, 0.5f]).Suggestion);
    }

    [Fact]
    public void RefusesRates()
    {
        Assert.Throws<ArgumentException>("losses", () => new LearningRateCurve([1, 2], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new LearningRateCurve([0], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new LearningRateCurve([float.NaN], [1]));
        Assert.Throws<ArgumentOutOfRangeException>("rate", () => new LearningRateCurve([2, 2], [1, 1]));
    }

    /// <summary>From 10⁻⁶ to 10, each a fixed number of times the one before.</summary>
    private static float[] Rates(int count) => [.. Enumerable.Range(0, count).Select(i => (float)(1e-6 * Math.Pow(1e7, i / (count - 1.0))))];
}
