namespace NetGen;

/// <summary>What a backward pass does in training beside computing the gradients of the mean loss: nothing, unless told otherwise.</summary>
public readonly record struct TrainingPass
{
    private readonly float? _clippingNorm;

    /// <summary>
    /// The seed of what the <see cref="DropoutAttribute">dropout</see> layers drop in this pass; null to drop nothing. The sample of index i drops the same under seed s as
    /// the sample of index 0 under seed s + i.
    /// </summary>
    public ulong? DropoutSeed { get; init; }

    /// <summary>
    /// The bound C on each sample's gradient g over all parameters together, g ← g·min(1, C / |g|) before the mean is taken, above 0; null for none (Abadi et al., "Deep
    /// learning with differential privacy", 2016). The norms are computed without the samples' gradients, |dW|² = |x|²·|dz|² (Goodfellow, "Efficient per-example gradient
    /// computations", 2015).
    /// </summary>
    /// <exception cref="System.ArgumentOutOfRangeException">The number is out of its range.</exception>
    public float? ClippingNorm
    {
        get => _clippingNorm;
        init => _clippingNorm = value is { } norm ? Hyperparameter.Positive(norm, nameof(ClippingNorm)) : null;
    }
}
