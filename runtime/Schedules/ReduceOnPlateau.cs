using System;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Reduction on a plateau: the rate is multiplied by a factor whenever the metric has not improved for some epochs, and never falls below a minimum (the rule
/// of Keras's ReduceLROnPlateau; it automates what He et al., "Deep residual learning", 2016, do "when the error plateaus").
/// </summary>
/// <remarks>
/// An epoch improves if its metric is less than the best so far by more than the minimum improvement; NaN does not. After a reduction the epochs of the
/// cooldown are not counted as bad, though a better metric in them becomes the best. The state is the best metric, the bad epochs in a row, the epochs left
/// of the cooldown, and the number of reductions.
/// </remarks>
public sealed class ReduceOnPlateau : LearningRateSchedule
{
    private readonly double _factor;
    private readonly int _patience;
    private readonly float _minimumImprovement;
    private readonly int _cooldown;
    private readonly float _minimumRate;
    private float _best = float.PositiveInfinity;
    private int _badEpochs;
    private int _cooldownLeft;
    private int _reductions;

    /// <summary>Makes the schedule.</summary>
    /// <param name="factor">What a reduction multiplies the rate by, in (0, 1).</param>
    /// <param name="patience">The epochs in a row without improvement after which the rate is reduced, at least 1.</param>
    /// <param name="minimumImprovement">By how much an improvement betters the metric, in the metric's own unit, at least 0.</param>
    /// <param name="cooldown">The epochs after a reduction in which none is counted as bad, at least 0.</param>
    /// <param name="minimumRate">The least rate, absolute, at least 0. An initial rate below it is left as it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ReduceOnPlateau(float factor = 0.1f, int patience = 10, float minimumImprovement = 1e-4f, int cooldown = 0, float minimumRate = 0)
    {
        _factor = ScheduleArgument.Part(factor);
        _patience = (int)ScheduleArgument.AtLeast(1, patience);
        _minimumImprovement = Hyperparameter.NotNegative(minimumImprovement);
        _cooldown = (int)ScheduleArgument.AtLeast(0, cooldown);
        _minimumRate = Hyperparameter.NotNegative(minimumRate);
    }

    /// <inheritdoc/>
    public override int StateLength => 4;

    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        float reduced = (float)(initial * Math.Pow(_factor, _reductions));
        return Math.Max(reduced, Math.Min(_minimumRate, initial));
    }

    /// <inheritdoc/>
    public override void EpochEnded(float metric)
    {
        bool improved = metric < _best - _minimumImprovement;
        if (improved) _best = metric;
        if (_cooldownLeft > 0) _cooldownLeft--;
        else _badEpochs = improved ? 0 : _badEpochs + 1;
        if (_badEpochs < _patience) return;
        _reductions++;
        _badEpochs = 0;
        _cooldownLeft = _cooldown;
    }

    /// <inheritdoc/>
    public override void SaveState(Span<float> state)
    {
        Guard.Length(state.Length, StateLength, nameof(state));
        (state[0], state[1], state[2], state[3]) = (_best, _badEpochs, _cooldownLeft, _reductions);
    }

    /// <inheritdoc/>
    public override void LoadState(ReadOnlySpan<float> state)
    {
        Guard.Length(state.Length, StateLength, nameof(state));
        float best = float.IsNaN(state[0]) ? throw new ArgumentException("The best metric of the state is NaN.", nameof(state)) : state[0];
        (_badEpochs, _cooldownLeft, _reductions) = (Count(state[1]), Count(state[2]), Count(state[3]));
        _best = best;

        static int Count(float value) =>
            value >= 0 && value < int.MaxValue && value == MathF.Truncate(value)
                ? (int)value
                : throw new ArgumentException($"Expected a count of epochs or reductions in the state, got {value}.", nameof(state));
    }
}
