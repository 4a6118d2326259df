using System;

namespace NetGen;

/// <summary>
/// One cycle: half a cosine from a low rate up to a maximum, then half a cosine down to a rate far below the first (Smith, "A disciplined approach to neural
/// network hyper-parameters", 2018; Smith and Topin, "Super-convergence", 2019).
/// </summary>
/// <remarks>
/// With the initial rate η the maximum is η·<c>maximumFactor</c>, the first rate the maximum / <c>initialDivisor</c>, and the last, that of step n − 1 and of
/// all later ones, the first / <c>finalDivisor</c>. The papers draw straight lines and add a third, short phase; these two cosines are the form of PyTorch's
/// OneCycleLR. The cycle of the momentum, which the papers run against that of the rate, is left out.
/// </remarks>
public sealed class OneCycle : LearningRateSchedule
{
    private readonly long _lastStep;
    private readonly double _maximumFactor;
    private readonly double _risingPart;
    private readonly double _firstFactor;
    private readonly double _lastFactor;

    /// <summary>Makes the schedule.</summary>
    /// <param name="steps">n, all steps of the training, at least 2.</param>
    /// <param name="maximumFactor">The maximum, in initial rates, greater than 0. At 1 the optimiser's own rate is the maximum.</param>
    /// <param name="risingPart">The part of the steps in which the rate rises, in (0, 1).</param>
    /// <param name="initialDivisor">How many times as high as the first rate the maximum is, at least 1.</param>
    /// <param name="finalDivisor">How many times as high as the last rate the first is, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public OneCycle(long steps, float maximumFactor = 1, float risingPart = 0.3f, float initialDivisor = 25, float finalDivisor = 1e4f)
    {
        _lastStep = ScheduleArgument.AtLeast(2, steps) - 1;
        _maximumFactor = Hyperparameter.Positive(maximumFactor);
        _risingPart = ScheduleArgument.Part(risingPart);
        _firstFactor = _maximumFactor / ScheduleArgument.Divisor(initialDivisor);
        _lastFactor = _firstFactor / ScheduleArgument.Divisor(finalDivisor);
    }

    /// <inheritdoc/>
    public override float LearningRate(long step, float initial)
    {
        ScheduleArgument.RequireStep(step, initial);
        double progress = (double)Math.Min(step, _lastStep) / _lastStep;
        double factor = progress < _risingPart
            ? Between(_firstFactor, _maximumFactor, progress / _risingPart)
            : Between(_maximumFactor, _lastFactor, (progress - _risingPart) / (1 - _risingPart));
        return (float)(initial * factor);
    }

    private static double Between(double from, double to, double part) => to + (from - to) * (1 + Math.Cos(Math.PI * part)) / 2;
}
