using System;
using System.Collections.Generic;

namespace NetGen;

/// <summary>What training came to.</summary>
public sealed class TrainingReport
{
    internal TrainingReport(IReadOnlyList<EpochReport> history, StopReason stopReason, TimeSpan elapsed) =>
        (History, StopReason, Elapsed) = (history, stopReason, elapsed);

    /// <summary>The epochs, in order; there is at least one.</summary>
    public IReadOnlyList<EpochReport> History { get; }

    /// <summary>The number of epochs that were run.</summary>
    public int EpochsRun => History.Count;

    /// <summary>The last epoch.</summary>
    public EpochReport Last => History[^1];

    /// <summary>Why training ended.</summary>
    public StopReason StopReason { get; }

    /// <summary>The time it took.</summary>
    public TimeSpan Elapsed { get; }
}
