using System;
using NetGen.Kernels;

namespace NetGen;

/// <summary>The learning rate of each step of training.</summary>
/// <remarks>
/// A step is one update of the parameters, an epoch one pass over the samples. Schedules allocate nothing after they are made. One that keeps state
/// (<see cref="StateLength"/> above 0) belongs to one training at a time.
/// </remarks>
public abstract class LearningRateSchedule
{
    /// <summary>
    /// The learning rate of a step: the same arguments give the same rate, until <see cref="EpochEnded"/> or <see cref="LoadState"/> is called.
    /// </summary>
    /// <param name="step">The number of the step, from 0.</param>
    /// <param name="initial">The optimiser's own learning rate, greater than 0, which the schedule scales.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public abstract float LearningRate(long step, float initial);

    /// <summary>Tells the schedule how an epoch went. Most schedules ignore it.</summary>
    /// <param name="metric">What is watched, less being better: the validation loss if there is one, else the training loss.</param>
    public virtual void EpochEnded(float metric)
    {
    }

    /// <summary>The floats of state that a checkpoint has to keep; 0 for a schedule that depends on the step alone.</summary>
    public virtual int StateLength => 0;

    /// <summary>Writes the state.</summary>
    /// <param name="state">Where to, <see cref="StateLength"/> floats.</param>
    /// <exception cref="ArgumentException">The length is another.</exception>
    public virtual void SaveState(Span<float> state) => Guard.Length(state.Length, StateLength, nameof(state));

    /// <summary>Goes on from a state that <see cref="SaveState"/> of a schedule made alike has written.</summary>
    /// <param name="state">The state, <see cref="StateLength"/> floats.</param>
    /// <exception cref="ArgumentException">The length is another, or the values are no state of this schedule.</exception>
    public virtual void LoadState(ReadOnlySpan<float> state) => Guard.Length(state.Length, StateLength, nameof(state));

    /// <summary>This schedule behind a linear warm-up (see <see cref="LinearWarmup"/>).</summary>
    /// <param name="steps">The steps of the warm-up, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no step.</exception>
    public LearningRateSchedule WithWarmup(long steps) => new LinearWarmup(steps, this);
}
