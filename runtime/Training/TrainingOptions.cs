using System;
using System.Collections.Immutable;

namespace NetGen;

/// <summary>What training does beside following the gradient: nothing, unless told otherwise.</summary>
public sealed record TrainingOptions
{
    private readonly float _averagingDecay;
    private readonly float _inputNoise;
    private readonly ImmutableArray<string> _frozen = [];

    /// <summary>Penalties on the weights, their decay and a bound on them.</summary>
    public Regularization? Regularization { get; init; }

    /// <summary>A bound on the gradients, penalties included.</summary>
    public GradientClipping? Clipping { get; init; }

    /// <summary>
    /// The learning rate of each step, counted from 0 in each <c>Fit</c>; unless told otherwise it is always that of the update rule. After each epoch the schedule learns of the
    /// validation loss, or the training loss where there is none.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>
    /// The standard deviation of Gaussian noise that is added to the inputs, new in every epoch, at least 0; 0, unless told otherwise, for none (Bishop, "Training with noise is
    /// equivalent to Tikhonov regularization", 1995). Validation samples get none.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public float InputNoise
    {
        get => _inputNoise;
        init => _inputNoise = Hyperparameter.NotNegative(value, nameof(InputNoise));
    }

    /// <summary>Private training, DP-SGD; of a <see cref="Dataset"/> alone, since every step draws from all of the samples.</summary>
    public DifferentialPrivacy? Privacy { get; init; }

    /// <summary>When to stop before the last epoch.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>A file to go on from after an interruption.</summary>
    public Checkpointing? Checkpoint { get; init; }

    /// <summary>
    /// The decay d of an exponential moving average of the parameters, a ← dₜ·a + (1 − dₜ)·θ after each step t, in [0, 1); 0 for none (Polyak and Juditsky,
    /// "Acceleration of stochastic approximation by averaging", 1992). So that the start counts little in short runs, dₜ = min(d, (1 + t) / (10 + t)) for the step t of
    /// this <c>Fit</c>, from 1. Validation and early stopping see the averages, and the network has them when <c>Fit</c> returns.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public float AveragingDecay
    {
        get => _averagingDecay;
        init => _averagingDecay = Hyperparameter.Decay(value, nameof(AveragingDecay));
    }

    /// <summary>
    /// The names of layers, as in <c>dense1</c>, or of single tensors, as in <c>dense1.weight</c>, that stay as they are: for fine-tuning a network that was
    /// trained on other data. Neither updates nor decay nor bounds change them, and their gradients count in no norm.
    /// </summary>
    public ImmutableArray<string> Frozen
    {
        get => _frozen;
        init => _frozen = value.IsDefault ? [] : value;
    }
}
