using System;

namespace NetGen;

/// <summary>
/// Step decay: η·γ^⌊t / n⌋ in step t, with the initial rate η: constant for n steps, then γ times as much, and so on (as for ImageNet in He et al.,
/// "Deep residual learning for image recognition", 2016, with γ = 0.1).
/// </summary>
public sealed class StepDecay : LearningRateSchedule
{
    private readonly long _steps;
    private readonly double _factor;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">n, the steps between two reductions, at least 1.</param>
    /// <param name="factor">γ, in (0, 1].</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public StepDecay(long steps, float factor = 0.1f) => (_steps, _factor) = (ScheduleArgument.AtLeast(1, steps), ScheduleArgument.Factor(factor));

    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        return (float)(initial * Math.Pow(_factor, step / _steps));
    }
}
