namespace NetGen;

/// <summary>How a network does on a data set.</summary>
public readonly record struct Evaluation
{
    /// <summary>The mean loss of the samples, Σ wᵢ·Lᵢ / Σ wᵢ if they have weights.</summary>
    public required float Loss { get; init; }

    /// <summary>
    /// The part of the samples the network decides rightly, from 0 to 1; null if the targets are not classes (see <see cref="Metrics.Accuracy"/>).
    /// </summary>
    public float? Accuracy { get; init; }
}
