using System;

namespace NetGen;

/// <summary>
/// Exponential decay: η·γ^(t / n) in step t, with the initial rate η: it falls by the factor γ in every n steps, a little in each (Senior et al., "An
/// empirical study of learning rates in deep neural networks for speech recognition", 2013, with γ = 0.1).
/// </summary>
public sealed class ExponentialDecay : LearningRateSchedule
{
    private readonly double _steps;
    private readonly double _factor;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">n, the steps in which the rate falls by the factor, at least 1.</param>
    /// <param name="factor">γ, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExponentialDecay(long steps, float factor = 0.1f) => (_steps, _factor) = (ScheduleArgument.AtLeast(1, steps), ScheduleArgument.Factor(factor));

    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        return (float)(initial * Math.Pow(_factor, step / _steps));
    }
}
