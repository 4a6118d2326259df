using System;

namespace NetGen;

/// <summary>What one epoch of training came to.</summary>
public readonly record struct EpochReport
{
    /// <summary>The number of the epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>The most epochs that training was asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>
    /// The mean loss of the epoch's samples, times their weights if they have any, each as it was before the step that used the sample: it costs nothing, and
    /// lags behind what the network reaches at the end of the epoch.
    /// </summary>
    public required float TrainingLoss { get; init; }

    /// <summary>The penalties of <see cref="Regularization"/> on the weights, the mean of the epoch's steps; 0 if there are none.</summary>
    public float Penalty { get; init; }

    /// <summary>What training minimises: <see cref="TrainingLoss"/> and <see cref="Penalty"/> together.</summary>
    public float RegularizedLoss => TrainingLoss + Penalty;

    /// <summary>
    /// The norm of all gradients together, before it was bounded, the mean of the epoch's steps; null unless they are clipped by it
    /// (<see cref="GradientClipping.ByGlobalNorm"/>).
    /// </summary>
    public float? GradientNorm { get; init; }

    /// <summary>The learning rate of the epoch's last step.</summary>
    public float LearningRate { get; init; }

    /// <summary>
    /// The mean loss on the validation samples after the epoch, by their weights if they have any; null without such samples, or if the loss does not take
    /// their targets.
    /// </summary>
    public float? ValidationLoss { get; init; }

    /// <summary>
    /// The part of the validation samples the network decides rightly after the epoch, from 0 to 1; null without such samples, or if their
    /// targets are not classes (see <see cref="Metrics.Accuracy"/>).
    /// </summary>
    public float? ValidationAccuracy { get; init; }

    /// <summary>What the steps so far have spent, those of earlier calls of <c>Fit</c> included, if training is private (<see cref="TrainingOptions.Privacy"/>).</summary>
    public PrivacyBudget? Privacy { get; init; }

    /// <summary>The time since training began.</summary>
    public required TimeSpan Elapsed { get; init; }
}
