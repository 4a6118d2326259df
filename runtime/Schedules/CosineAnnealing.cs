using System;

namespace NetGen;

/// <summary>
/// Cosine annealing: η·(m + ½·(1 − m)·(1 + cos(π·t / n))) in step t of a period of n steps, with the initial rate η and the minimum factor m (Loshchilov
/// and Hutter, "SGDR: stochastic gradient descent with warm restarts", 2017, equation 5). Without restarts the rate stays η·m from step n on.
/// </summary>
public sealed class CosineAnnealing : LearningRateSchedule
{
    private readonly long _steps;
    private readonly double _minimumFactor;
    private readonly int? _periodMultiplier;

    /// <summary>Makes the schedule, for one period.</summary>
    /// <param name="steps">n, the steps from the initial rate to the least, at least 1.</param>
    /// <param name="minimumFactor">m, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CosineAnnealing(long steps, float minimumFactor = 0) =>
        (_steps, _minimumFactor) = (ScheduleArgument.AtLeast(1, steps), Hyperparameter.Fraction(minimumFactor));

    private CosineAnnealing(long period, int periodMultiplier, float minimumFactor)
        : this(period, minimumFactor) => _periodMultiplier = periodMultiplier;

    /// <summary>
    /// Makes the schedule with warm restarts: the step after a period is the first of the next and has the initial rate again.
    /// </summary>
    /// <param name="period">The steps of the first period, at least 1: the paper's T₀.</param>
    /// <param name="periodMultiplier">How many times as long as the one before it each further period is, at least 1: the paper's T_mult.</param>
    /// <param name="minimumFactor">m, in [0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static CosineAnnealing WithWarmRestarts(long period, int periodMultiplier = 1, float minimumFactor = 0)
    {
        ScheduleArgument.AtLeast(1, period);
        ScheduleArgument.AtLeast(1, periodMultiplier);
        return new CosineAnnealing(period, periodMultiplier, minimumFactor);
    }

    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        (long position, long period) = _periodMultiplier is int multiplier ? WithinPeriod(step, multiplier) : (Math.Min(step, _steps), _steps);
        double cosine = Math.Cos(Math.PI * position / period);
        return (float)(initial * (_minimumFactor + (1 - _minimumFactor) * (1 + cosine) / 2));
    }

    private (long Position, long Period) WithinPeriod(long step, int multiplier)
    {
        if (multiplier == 1) return (step % _steps, _steps);
        long period = _steps;
        while (step >= period)
        {
            step -= period;
            period = period > long.MaxValue / multiplier ? long.MaxValue : period * multiplier;
        }

        return (step, period);
    }
}
