using System;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;

namespace NetGen;

/// <summary>
/// Trains a network by gradient descent: stochastic (one sample a step), in mini-batches, or over all samples at once. It owns the gradients,
/// the optimiser's state and the number of steps, which go on from one <c>Fit</c> to the next. One thread at a time may use it.
/// </summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <typeparam name="TLoss">The loss.</typeparam>
/// <typeparam name="TOptimizer">The update rule.</typeparam>
public sealed class Trainer<TNetwork, TLoss, TOptimizer>
    where TNetwork : class, INetwork
    where TLoss : struct, ILoss
    where TOptimizer : IOptimizer
{
    private static readonly TrainingOptions s_plain = new();

    private readonly TNetwork _network;
    private readonly TLoss _loss;
    private readonly AlignedBuffer _gradients;
    private readonly BlockwiseUpdate<TOptimizer> _update;
    private readonly RdpAccountant _accountant = new();

    /// <summary>Makes a trainer.</summary>
    /// <param name="network">The network; training changes its parameters in place.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <param name="loss">The loss.</param>
    public Trainer(TNetwork network, TOptimizer optimizer, TLoss loss = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        (_network, _loss) = (network, loss);
        _gradients = new AlignedBuffer(network.Info.ParameterBufferLength);
        _update = new BlockwiseUpdate<TOptimizer>(optimizer, network.Info.ParameterBufferLength);
    }

    /// <summary>The number of steps taken so far.</summary>
    public long Step => _update.State.Steps;

    /// <summary>
    /// Raised after each epoch with all of its figures, on the thread that called <c>Fit</c>, before <c>progress</c> is called and <c>until</c> asked. What a
    /// handler throws ends training. Epochs that a checkpoint brings back are not reported again.
    /// </summary>
    public event EventHandler<EpochReport>? EpochCompleted;

    private WeightedLoss<TLoss> Weighted => new(_loss);

    /// <summary>How batches are cut for several workers.</summary>
    internal Sharding Sharding { get; init; } = Sharding.Default;

    /// <summary>
    /// Trains until the epochs are over or a condition is met. In every epoch each sample is used once, in an order drawn from the seed; each
    /// batch gives one step along the gradient of its mean loss. The same network, state, data, numbers and seed give the same weights,
    /// bit for bit, on one machine. After the buffers are made, steps allocate nothing.
    /// </summary>
    /// <param name="training">The samples to learn from, at least one.</param>
    /// <param name="epochs">The most epochs to run, at least 1.</param>
    /// <param name="batchSize">
    /// The samples of one step, at least 1, which is stochastic gradient descent; the number of samples or more is batch gradient descent, in the
    /// order of the data. The last batch of an epoch has what is left.
    /// </param>
    /// <param name="validation">
    /// Samples to report on after each epoch; nothing is learnt from them. Their targets may be of a length that the loss does not take.
    /// </param>
    /// <param name="seed">The seed of the order of the samples.</param>
    /// <param name="until">Asked after each epoch whether to stop, as in <c>epoch => epoch.TrainingLoss &lt;= 0.05f</c>.</param>
    /// <param name="progress">Called after each epoch, before <paramref name="until"/>.</param>
    /// <param name="workers">
    /// The threads that share each step, at least 1. The batch is cut into as many shards, so that the same number of workers gives the same weights bit for
    /// bit, also where there are fewer cores than workers; another number sums in another order. A step that is too small to gain is cut into fewer
    /// shards or not at all, which its size alone decides. The loss is called from all these threads.
    /// </param>
    /// <param name="options">Penalties, clipping, early stopping and what else there is beside following the gradient.</param>
    /// <param name="cancellationToken">Looked at before each batch, and after the last one of an epoch.</param>
    /// <exception cref="ArgumentException">An argument does not fit; nothing has changed.</exception>
    /// <exception cref="System.IO.InvalidDataException">The checkpoint to go on from is damaged or of another training; nothing has changed.</exception>
    /// <exception cref="System.IO.IOException">A checkpoint cannot be read or written.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite; the network has the weights of the step before.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the network has the weights of the last step.</exception>
    public TrainingReport Fit(
        Dataset training,
        int epochs,
        int batchSize = 32,
        Dataset? validation = null,
        int seed = 0,
        Func<EpochReport, bool>? until = null,
        Action<EpochReport>? progress = null,
        int workers = 1,
        TrainingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        RequireFitting(training, nameof(training));
        RequireNumbers(epochs, batchSize, workers);
        RequireValidation(validation);
        options ??= s_plain;
        Dataset samples = training.IsWeighted ? training.WithWeightsInTargets() : training;
        using PrivateGradients? privacy = options.Privacy is null ? null : new PrivateGradients(_network.Info, options.Privacy, samples, batchSize, _accountant);
        Batches batches = (Batches?)privacy?.Batches ?? new BatchSequence(samples, batchSize, seed);
        return training.IsWeighted
            ? Run(Weighted, batches, privacy, seed, epochs, validation, until, progress, workers, options, cancellationToken)
            : Run(_loss, batches, privacy, seed, epochs, validation, until, progress, workers, options, cancellationToken);
    }

    /// <summary>
    /// Trains on samples from elsewhere than arrays in memory, in the order of their source: the same batches give the same weights as those of a
    /// <see cref="Dataset"/>, bit for bit. What is read is checked before a step uses it.
    /// </summary>
    /// <param name="training">The samples to learn from.</param>
    /// <param name="epochs">The most epochs to run, at least 1.</param>
    /// <param name="batchSize">The samples of one step, at least 1; a batch is held in memory. The last batch of an epoch has what is left.</param>
    /// <param name="validation">Samples to report on after each epoch, as for a data set.</param>
    /// <param name="until">Asked after each epoch whether to stop.</param>
    /// <param name="progress">Called after each epoch, before <paramref name="until"/>.</param>
    /// <param name="workers">The threads that share each step, at least 1, as for a data set. The source is read by the calling thread alone.</param>
    /// <param name="options">What there is beside following the gradient.</param>
    /// <param name="cancellationToken">Looked at before each batch, and after the last one of an epoch.</param>
    /// <exception cref="ArgumentException">An argument does not fit; nothing has changed.</exception>
    /// <exception cref="System.IO.InvalidDataException">
    /// A value that was read is not finite, the loss does not take a target, or an epoch has no samples; the network has the weights of the last step. Or the
    /// checkpoint to go on from is damaged or of another training; the network is as it was.
    /// </exception>
    /// <exception cref="System.IO.IOException">A checkpoint cannot be read or written.</exception>
    /// <exception cref="TrainingDivergedException">A loss or gradient is not finite; the network has the weights of the step before.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled; the network has the weights of the last step.</exception>
    [OverloadResolutionPriority(-1)] // A null that is given is that of a data set.
    public TrainingReport Fit(
        ISampleSource training,
        int epochs,
        int batchSize = 32,
        Dataset? validation = null,
        Func<EpochReport, bool>? until = null,
        Action<EpochReport>? progress = null,
        int workers = 1,
        TrainingOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Evaluator.RequireSizes<TLoss>(training, _network.Info, nameof(training));
        RequireNumbers(epochs, batchSize, workers);
        RequireValidation(validation);
        if (options?.Privacy is not null) throw new ArgumentException("Private training draws from all samples in each step, and takes a data set.", nameof(options));
        var batches = new SourceBatches<TLoss>(training, batchSize, _network.Info.OutputSize);
        return Run(_loss, batches, privacy: null, seed: null, epochs, validation, until, progress, workers, options ?? s_plain, cancellationToken);
    }

    /// <summary>Computes the loss, by the weights of the samples if they have any, and, if the targets are classes, the accuracy on a data set.</summary>
    /// <param name="data">The samples, at least one, with targets that the loss takes.</param>
    /// <exception cref="ArgumentException">The data set does not fit the network or the loss.</exception>
    public Evaluation Evaluate(Dataset data)
    {
        RequireFitting(data, nameof(data));
        (float? loss, float? accuracy) = new Validator<TLoss>(_network, data, _loss).Evaluate();
        return new Evaluation { Loss = loss!.Value, Accuracy = accuracy };
    }

    /// <summary>
    /// The learning-rate range test (Smith, "Cyclical learning rates for training neural networks", 2017): trains over rates that grow exponentially, a batch at each, until the loss
    /// diverges. The network keeps its weights, and the trainer its state; the steps of the test start from a state of their own.
    /// </summary>
    /// <param name="training">The samples to learn from, at least one.</param>
    /// <param name="batchSize">The samples of one step, as they will be in training, at least 1.</param>
    /// <param name="from">The first rate, greater than 0.</param>
    /// <param name="to">The last rate, greater than the first.</param>
    /// <param name="steps">The most steps, at least 2.</param>
    /// <param name="seed">The seed of the order of the samples.</param>
    /// <returns>The loss at each rate, and a suggestion.</returns>
    /// <exception cref="ArgumentException">An argument does not fit; nothing has changed.</exception>
    public LearningRateCurve TestLearningRates(Dataset training, int batchSize = 32, float from = 1e-6f, float to = 10f, int steps = 200, int seed = 0)
    {
        RequireFitting(training, nameof(training));
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        Hyperparameter.Positive(from);
        Hyperparameter.Positive(to);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(to, from);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);

        var batches = new BatchSequence(training.IsWeighted ? training.WithWeightsInTargets() : training, batchSize, seed);
        return training.IsWeighted ? TestLearningRates(Weighted, batches, from, to, steps, seed) : TestLearningRates(_loss, batches, from, to, steps, seed);
    }

    private LearningRateCurve TestLearningRates<TStepLoss>(TStepLoss loss, Batches batches, float from, float to, int steps, int seed)
        where TStepLoss : struct, ILoss
    {
        float[] weights = _network.Parameters.ToArray();
        var curve = new LearningRateCurve();
        try
        {
            using var step = new TrainingStep<TNetwork, TStepLoss, TOptimizer>(
                _network, loss, _update.Restarted(), _gradients, batches, Sharding, adjustments: null, privacy: null, seed, workers: 1, epochs: 1);
            int epoch = 0;
            for (int i = 0; i < steps; i++)
            {
                int samples = NextOfAnyEpoch(batches, ref epoch);
                float mean = step.ComputeGradients(samples, i + 1, out bool isFinite);
                float learningRate = (float)(from * Math.Pow((double)to / from, i / (steps - 1.0)));
                if (!isFinite || !curve.Add(learningRate, mean)) break;
                step.Update(i + 1, learningRate);
            }
        }
        finally
        {
            weights.CopyTo(_network.Parameters);
        }

        return curve;
    }

    /// <summary>Refuses samples and targets that do not fit the network and the loss.</summary>
    private void RequireFitting(Dataset data, string parameter)
    {
        Evaluator.RequireSamples(data, _network.Info, parameter);
        ClassDecision.RequireLabelsInRange(data, _network.Info, parameter);
        Evaluator.RequireTargets<TLoss>(data, _network.Info, parameter);
    }

    private static void RequireNumbers(int epochs, int batchSize, int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
    }

    private void RequireValidation(Dataset? validation)
    {
        if (validation is null) return;
        Evaluator.RequireSamples(validation, _network.Info, nameof(validation));
        ClassDecision.RequireLabelsInRange(validation, _network.Info, nameof(validation));
        if (TLoss.AcceptsTargetSize(_network.Info.OutputSize, validation.TargetSize))
            Evaluator.RequireTargets<TLoss>(validation, _network.Info, nameof(validation));
    }

    private TrainingReport Run<TStepLoss>(
        TStepLoss loss,
        Batches batches,
        PrivateGradients? privacy,
        int? seed,
        int epochs,
        Dataset? validation,
        Func<EpochReport, bool>? until,
        Action<EpochReport>? progress,
        int workers,
        TrainingOptions options,
        CancellationToken cancellationToken)
        where TStepLoss : struct, ILoss
    {
        if (options.Checkpoint is not null) Checkpoint.RequireDirectory(options.Checkpoint);
        if (options.InputNoise > 0) batches = new NoisyBatches(batches, _network.Info.InputSize, options.InputNoise, seed ?? 0);
        StepAdjustments? adjustments = options == s_plain && _network.Info.Tensors.All(tensor => tensor.IsTrained) ? null : new StepAdjustments(_network, options);
        WeightAverage? average = options.AveragingDecay > 0 ? new WeightAverage(_network, options.AveragingDecay) : null;
        BestWeights? best = options.EarlyStopping is { } stopping ? new BestWeights(_network, stopping) : null;
        Validator? validator = validation is null ? null : new Validator<TLoss>(_network, validation, _loss);
        using var step = new TrainingStep<TNetwork, TStepLoss, TOptimizer>(
            _network, loss, _update, _gradients, batches, Sharding, adjustments, privacy, seed ?? 0, workers, epochs);
        var training = new TrainingProgress(epochs);
        Checkpoint? checkpoint = options.Checkpoint is null ? null : new Checkpoint
        {
            Options = options.Checkpoint,
            Network = _network,
            Identity = Checkpoint.Identify(_network, loss.ToString() ?? "", _update.Description, _update.LearningRate, batches, seed, adjustments!, options),
            Optimizer = _update.State,
            Batches = batches,
            Progress = training,
            Adjustments = adjustments!,
            Schedule = options.Schedule,
            Average = average,
            Best = best,
        };
        checkpoint?.Resume();
        privacy?.Resume(training.Steps);
        var run = new TrainingRun<TNetwork, TStepLoss, TOptimizer>(
            step, _update, batches, training, options.Schedule, adjustments, average, best, validator, privacy, checkpoint);
        return run.Run(Report, until, cancellationToken);

        void Report(EpochReport epoch)
        {
            EpochCompleted?.Invoke(this, epoch);
            progress?.Invoke(epoch);
        }
    }

    /// <summary>The samples of the next batch, the first of the next epoch after the last of another.</summary>
    private static int NextOfAnyEpoch(Batches batches, ref int epoch)
    {
        if (epoch > 0 && batches.Next(out int samples)) return samples;
        batches.Restart(++epoch);
        batches.Next(out samples);
        return samples;
    }
}

/// <summary>Makes trainers without naming their types.</summary>
public static class Trainer
{
    /// <summary>Makes a trainer, as in <c>Trainer.Create(network, new Adam(), new CrossEntropy())</c>.</summary>
    /// <param name="network">The network; training changes its parameters in place.</param>
    /// <param name="optimizer">The update rule.</param>
    /// <param name="loss">The loss.</param>
    public static Trainer<TNetwork, TLoss, TOptimizer> Create<TNetwork, TLoss, TOptimizer>(TNetwork network, TOptimizer optimizer, TLoss loss)
        where TNetwork : class, INetwork
        where TLoss : struct, ILoss
        where TOptimizer : IOptimizer =>
        new(network, optimizer, loss);
}
