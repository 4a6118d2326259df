using System;
using System.Collections.Generic;

namespace NetGen;

/// <summary>What training came to.</summary>
public sealed class TrainingReport
{
    internal TrainingReport(IReadOnlyList<EpochReport> history, StopReason stopReason, int? bestEpoch, TimeSpan elapsed) =>
        (History, StopReason, BestEpoch, Elapsed) = (history, stopReason, bestEpoch, elapsed);

    /// <summary>The epochs, in order; there is at least one.</summary>
    public IReadOnlyList<EpochReport> History { get; }

    /// <summary>The number of epochs that were run.</summary>
    public int EpochsRun => History.Count;

    /// <summary>The last epoch.</summary>
    public EpochReport Last => History[^1];

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>The epoch, from 1, that was best by the metric of <see cref="EarlyStopping"/>; null without it, or if the metric was never a number.</summary>
    public int? BestEpoch { get; }

    /// <summary>The time it took.</summary>
    public TimeSpan Elapsed { get; }
}
