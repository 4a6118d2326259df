using System;
using System.Globalization;

namespace NetGen;

/// <summary>
/// Private training, DP-SGD (Abadi et al., "Deep learning with differential privacy", 2016): each sample's gradient is bounded, and Gaussian noise hides what any one of them adds.
/// Each step takes every sample with the same probability, batchSize / samples (Poisson sampling), so that batches differ in size; an epoch is as many steps as there are
/// batches of that size. The gradient of a step is (Σ gᵢ·min(1, C / |gᵢ|) + σ·C·N(0, 1)) / batchSize.
/// </summary>
/// <remarks>
/// The guarantee is about the weights, and what is computed of them. Training losses and validation figures that are shown on the way are of the data themselves, without noise.
/// The noise is of float: as of all implementations in floating point, its lowest bits are not those of a real normal distribution (Mironov, "On significance of the least
/// significant bits for differential privacy", 2012).
/// </remarks>
public sealed record DifferentialPrivacy
{
    private readonly float _clippingNorm = 1f;
    private readonly float _noiseMultiplier = 1f;
    private readonly double _delta = 1e-5;

    /// <summary>The bound C on the norm of each sample's gradient, above 0; 1 unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public float ClippingNorm
    {
        get => _clippingNorm;
        init => _clippingNorm = Hyperparameter.Positive(value, nameof(ClippingNorm));
    }

    /// <summary>
    /// The noise multiplier σ, at least 0: the standard deviation of the noise in parts of C; 1 unless told otherwise. <see cref="RdpAccountant.NoiseMultiplier"/> finds it for a
    /// wanted ε. 0 bounds the gradients and hides nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public float NoiseMultiplier
    {
        get => _noiseMultiplier;
        init => _noiseMultiplier = Hyperparameter.NotNegative(value, nameof(NoiseMultiplier));
    }

    /// <summary>The δ that ε is reported for, in (0, 1), much less than 1 / samples; 10⁻⁵ unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public double Delta
    {
        get => _delta;
        init => _delta = PrivacyArgument.Delta(value, nameof(Delta));
    }

    /// <summary>
    /// A seed of noise and sampling, for tests alone: whoever knows it can take the noise away, and nothing is private. Unless it is given, both come from a cryptographic
    /// generator and differ from run to run.
    /// </summary>
    public int? InsecureSeed { get; init; }

    /// <summary>The numbers, the same in every culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"DP-SGD(clippingNorm: {ClippingNorm}, noiseMultiplier: {NoiseMultiplier}, delta: {Delta}, insecureSeed: {InsecureSeed?.ToString(CultureInfo.InvariantCulture) ?? "none"})");
}
