using System;

namespace NetGen;

/// <summary>
/// Ends training when a metric has not improved for some epochs, and gives the network the weights of the best one (Prechelt, "Early stopping - but when?",
/// 1998).
/// </summary>
public sealed record EarlyStopping
{
    private readonly Func<EpochReport, float> _metric = Loss;
    private readonly int _patience = 5;
    private readonly float _minImprovement;

    /// <summary>What is watched; the validation loss unless told otherwise, or the training loss where there is none. NaN is no improvement.</summary>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public Func<EpochReport, float> Metric
    {
        get => _metric;
        init => _metric = value ?? throw new ArgumentNullException(nameof(Metric));
    }

    /// <summary>Whether more is better, as of an accuracy; unless told otherwise less is.</summary>
    public bool HigherIsBetter { get; init; }

    /// <summary>The epochs in a row without improvement after which training ends, at least 1; 5 unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public int Patience
    {
        get => _patience;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Patience));
            _patience = value;
        }
    }

    /// <summary>By how much a metric must be better than the best so far to count as an improvement, at least 0; 0 unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative or not finite.</exception>
    public float MinImprovement
    {
        get => _minImprovement;
        init => _minImprovement = Hyperparameter.NotNegative(value, nameof(MinImprovement));
    }

    /// <summary>Whether the network gets the weights of the best epoch when <c>Fit</c> returns, however it ends; it does unless told otherwise.</summary>
    public bool RestoresBest { get; init; } = true;

    /// <summary>Watches the accuracy on the validation samples.</summary>
    /// <param name="patience">See <see cref="Patience"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public static EarlyStopping OnAccuracy(int patience = 5) => new()
    {
        Metric = epoch => epoch.ValidationAccuracy ?? throw new InvalidOperationException("There is no accuracy to watch: training has no validation samples, or their targets are no classes."),
        HigherIsBetter = true,
        Patience = patience,
    };

    /// <summary>The validation loss, or the training loss where there is none.</summary>
    internal static float Loss(EpochReport epoch) => epoch.ValidationLoss ?? epoch.TrainingLoss;
}
