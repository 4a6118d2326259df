namespace NetGen;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are over.</summary>
    EpochsCompleted,

    /// <summary>The condition given as <c>until</c> was met.</summary>
    ConditionMet,

    /// <summary>The metric of <see cref="EarlyStopping"/> has not improved for as many epochs as it has patience.</summary>
    NoImprovement,
}
