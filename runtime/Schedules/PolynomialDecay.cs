using System;

namespace NetGen;

/// <summary>
/// Polynomial decay: η·(e + (1 − e)·(1 − t / n)^p) in step t, with the initial rate η, and η·e from step n on (the "poly" policy of Chen et al., "DeepLab",
/// 2018, there with e = 0 and p = 0.9). With p = 1 it is linear.
/// </summary>
public sealed class PolynomialDecay : LearningRateSchedule
{
    private readonly long _steps;
    private readonly double _endFactor;
    private readonly double _power;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">n, the steps of the decay, at least 1.</param>
    /// <param name="endFactor">e, in [0, 1].</param>
    /// <param name="power">p, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public PolynomialDecay(long steps, float endFactor = 0, float power = 1)
    {
        _steps = ScheduleArgument.AtLeast(1, steps);
        _endFactor = Hyperparameter.Fraction(endFactor);
        _power = Hyperparameter.Positive(power);
    }

    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        double left = 1 - (double)Math.Min(step, _steps) / _steps;
        return (float)(initial * (_endFactor + (1 - _endFactor) * Math.Pow(left, _power)));
    }
}
