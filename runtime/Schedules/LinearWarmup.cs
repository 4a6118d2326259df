using System;

namespace NetGen;

/// <summary>
/// A linear warm-up in front of another schedule: r·(t + 1) / (n + 1) in step t of n, with the first rate r of the other, whose step 0 is step n (the gradual
/// warm-up of Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017).
/// </summary>
/// <remarks>So each step raises the rate by the same amount, none has the rate 0, and step n has r. Epochs and state are those of the other schedule.</remarks>
public sealed class LinearWarmup : LearningRateSchedule
{
    private readonly long _steps;
    private readonly LearningRateSchedule _schedule;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">n, the steps of the warm-up, at least 1.</param>
    /// <param name="schedule">The schedule that follows.</param>
    /// <exception cref="ArgumentNullException">There is no schedule.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public LinearWarmup(long steps, LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        (_steps, _schedule) = (ScheduleArgument.AtLeast(1, steps), schedule);
    }

    /// <inheritdoc/>
    public override int StateLength => _schedule.StateLength;

    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        if (step >= _steps) return _schedule.LearningRate(step - _steps, initial);
        return (float)(_schedule.LearningRate(0, initial) * ((step + 1d) / (_steps + 1d)));
    }

    /// <inheritdoc/>
    public override void EpochEnded(float metric) => _schedule.EpochEnded(metric);

    /// <inheritdoc/>
    public override void SaveState(Span<float> state) => _schedule.SaveState(state);

    /// <inheritdoc/>
    public override void LoadState(ReadOnlySpan<float> state) => _schedule.LoadState(state);
}
