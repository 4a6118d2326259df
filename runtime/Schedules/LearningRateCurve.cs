using System;
using System.Collections.Generic;

namespace NetGen;

/// <summary>
/// The curve of a learning-rate range test, in which the rate grows from step to step (Smith, "Cyclical learning rates for training neural networks", 2017,
/// section 3.3), and the rate that it suggests.
/// </summary>
/// <remarks>
/// Losses are smoothed by an exponential moving average that is corrected for its start at 0, as Adam corrects its moments. The average lags behind, so the
/// logarithms of the rates are averaged alike: where the loss is linear in them, the smoothed points lie on it.
/// </remarks>
public sealed class LearningRateCurve
{
    private readonly double _smoothing;
    private readonly List<LearningRatePoint> _points = [];
    private double _weight;
    private double _logRate;
    private double _loss;
    private double _best = double.PositiveInfinity;

    /// <summary>Makes a curve without points.</summary>
    /// <param name="smoothing">The part β of the average that each step keeps, in [0, 1); 0 does not smooth. It averages over about 1 / (1 − β) steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public LearningRateCurve(float smoothing = 0.9f) => _smoothing = Hyperparameter.Decay(smoothing);

    /// <summary>Makes the curve of a whole test; what comes after the divergence is left out.</summary>
    /// <param name="rates">The rates, greater than 0 and each greater than the one before.</param>
    /// <param name="losses">The loss of each step, at its rate.</param>
    /// <param name="smoothing">As for a curve without points.</param>
    /// <exception cref="ArgumentException">There are more losses than rates or fewer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LearningRateCurve(ReadOnlySpan<float> rates, ReadOnlySpan<float> losses, float smoothing = 0.9f)
        : this(smoothing)
    {
        if (losses.Length != rates.Length) throw new ArgumentException($"Expected {rates.Length} losses, got {losses.Length}.", nameof(losses));
        for (int i = 0; i < rates.Length && Add(rates[i], losses[i]); i++)
        {
        }
    }

    /// <summary>The points before the divergence, by growing rate.</summary>
    public IReadOnlyList<LearningRatePoint> Points => _points;

    /// <summary>Whether training diverged: a loss was not finite, or the smoothed loss was above 4 times the best before it.</summary>
    public bool Diverged { get; private set; }

    /// <summary>
    /// The smoothed rate at which the smoothed loss falls most steeply over the logarithm of the rate; null if it falls nowhere. Above that rate the loss may
    /// still fall, but training gains less by each further increase and is about to become unstable.
    /// </summary>
    /// <remarks>
    /// Slopes are differences over the two neighbours, from the first point to the lowest smoothed loss, without the first tenth of the points: their
    /// averages are of few losses and show noise.
    /// </remarks>
    public float? Suggestion
    {
        get
        {
            int lowest = 0;
            for (int i = 1; i < _points.Count; i++)
                if (_points[i].SmoothedLoss < _points[lowest].SmoothedLoss) lowest = i;

            float? suggestion = null;
            double steepest = 0;
            for (int i = Math.Max(1, _points.Count / 10); i <= lowest && i < _points.Count - 1; i++)
            {
                LearningRatePoint before = _points[i - 1], after = _points[i + 1];
                double slope = ((double)after.SmoothedLoss - before.SmoothedLoss) / Math.Log((double)after.SmoothedLearningRate / before.SmoothedLearningRate);
                if (slope < steepest) (steepest, suggestion) = (slope, _points[i].SmoothedLearningRate);
            }

            return suggestion;
        }
    }

    /// <summary>Adds a step of the test.</summary>
    /// <param name="rate">The learning rate of the step, greater than 0 and than that of the step before.</param>
    /// <param name="loss">The loss of the step.</param>
    /// <returns>Whether the test may go on; false once training has diverged, and then the step is not added.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of its range.</exception>
    public bool Add(float rate, float loss)
    {
        Hyperparameter.Positive(rate);
        if (_points.Count > 0 && rate <= _points[^1].LearningRate)
            throw new ArgumentOutOfRangeException(nameof(rate), rate, $"Expected a rate above the one before, {_points[^1].LearningRate}, got {rate}.");
        if (Diverged) return false;

        _weight = Average(_weight, 1);
        _logRate = Average(_logRate, Math.Log(rate));
        _loss = Average(_loss, loss);
        double smoothed = _loss / _weight;
        // For a loss that may be negative, 4 times the best is 3 times its size above it.
        Diverged = !float.IsFinite(loss) || smoothed > _best + 3 * Math.Abs(_best);
        if (Diverged) return false;

        _best = Math.Min(_best, smoothed);
        _points.Add(new LearningRatePoint(rate, loss, (float)Math.Exp(_logRate / _weight), (float)smoothed));
        return true;
    }

    private double Average(double average, double value) => _smoothing * average + (1 - _smoothing) * value;
}
