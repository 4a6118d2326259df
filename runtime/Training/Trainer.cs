using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;

namespace NetGen;

/// <summary>
/// Trains a network by gradient descent: stochastic (one sample a step), in mini-batches, or over all samples at once. It owns the gradients,
/// the optimiser's state and the number of steps, which go on from one <see cref="Fit"/> to the next. One thread at a time may use it.
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
    public long Step { get; private set; }

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
    /// <param name="cancellationToken">Looked at before each batch.</param>
    /// <exception cref="ArgumentException">An argument does not fit; nothing has changed.</exception>
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
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        if (validation is not null)
        {
            Evaluator.RequireSamples(validation, _network.Info, nameof(validation));
            ClassDecision.RequireLabelsInRange(validation, _network.Info, nameof(validation));
            if (TLoss.AcceptsTargetSize(_network.Info.OutputSize, validation.TargetSize))
                Evaluator.RequireTargets<TLoss>(validation, _network.Info, nameof(validation));
        }

        options ??= s_plain;
        StepAdjustments? adjustments = options == s_plain ? null : new StepAdjustments(_network, options);
        WeightAverage? average = options.AveragingDecay > 0 ? new WeightAverage(_network, options.AveragingDecay) : null;
        BestWeights? best = options.EarlyStopping is { } stopping ? new BestWeights(_network, stopping) : null;

        long start = Stopwatch.GetTimestamp();
        var batches = new BatchSequence(training, batchSize, seed);
        using var step = new TrainingStep<TNetwork, TLoss, TOptimizer>(_network, _loss, _update, _gradients, batches, Sharding, adjustments, workers, epochs);
        var validator = validation is null ? null : new Validator(_network, validation, _loss);
        var history = new List<EpochReport>(Math.Min(epochs, 1024));
        while (true)
        {
            int epoch = history.Count + 1;
            (float trainingLoss, float learningRate) = RunEpoch(batches, step, options.Schedule, adjustments, average, epoch, cancellationToken);
            average?.Exchange();
            (float? validationLoss, float? validationAccuracy) = validator?.Evaluate() ?? default;
            var report = new EpochReport
            {
                Epoch = epoch,
                Epochs = epochs,
                TrainingLoss = trainingLoss,
                Penalty = adjustments?.MeanPenalty ?? 0f,
                GradientNorm = adjustments?.MeanGradientNorm,
                LearningRate = learningRate,
                ValidationLoss = validationLoss,
                ValidationAccuracy = validationAccuracy,
                Elapsed = Stopwatch.GetElapsedTime(start),
            };
            history.Add(report);
            options.Schedule?.EpochEnded(EarlyStopping.Loss(report));
            best?.Observe(report);
            progress?.Invoke(report);
            StopReason? reason = until?.Invoke(report) == true ? StopReason.ConditionMet
                : epoch == epochs ? StopReason.EpochsCompleted
                : best?.IsPatienceOver == true ? StopReason.NoImprovement
                : null;
            if (reason is { } stopReason)
            {
                best?.Restore();
                return new TrainingReport(history, stopReason, best is { Epoch: > 0 } ? best.Epoch : null, Stopwatch.GetElapsedTime(start));
            }

            average?.Exchange();
        }
    }

    /// <summary>Computes the loss and, if the targets are classes, the accuracy on a data set.</summary>
    /// <param name="data">The samples, at least one, with targets that the loss takes.</param>
    /// <exception cref="ArgumentException">The data set does not fit the network or the loss.</exception>
    public Evaluation Evaluate(Dataset data)
    {
        RequireFitting(data, nameof(data));
        (float? loss, float? accuracy) = new Validator(_network, data, _loss).Evaluate();
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

        float[] weights = _network.Parameters.ToArray();
        var curve = new LearningRateCurve();
        try
        {
            var batches = new BatchSequence(training, batchSize, seed);
            using var step = new TrainingStep<TNetwork, TLoss, TOptimizer>(_network, _loss, _update.Restarted(), _gradients, batches, Sharding, adjustments: null, workers: 1, epochs: 1);
            for (int i = 0; i < steps; i++)
            {
                if (i % batches.Count == 0) batches.Restart();
                float loss = step.ComputeGradients(batches.Next(), out bool isFinite);
                float learningRate = (float)(from * Math.Pow((double)to / from, i / (steps - 1.0)));
                if (!isFinite || !curve.Add(learningRate, loss)) break;
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

    /// <summary>Runs one epoch; returns the mean loss of its samples and the learning rate of its last step.</summary>
    private (float Loss, float LearningRate) RunEpoch(
        BatchSequence batches,
        TrainingStep<TNetwork, TLoss, TOptimizer> step,
        LearningRateSchedule? schedule,
        StepAdjustments? adjustments,
        WeightAverage? average,
        int epoch,
        CancellationToken cancellationToken)
    {
        double lossSum = 0;
        float learningRate = _update.LearningRate;
        batches.Restart();
        adjustments?.Restart();
        for (int batch = 1; batch <= batches.Count; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int samples = batches.Next();
            float loss = step.ComputeGradients(samples, out bool isFinite);
            if (!isFinite) throw new TrainingDivergedException(epoch, batch, loss, step.FindDivergedLayer());

            if (schedule is not null) learningRate = schedule.LearningRate((epoch - 1L) * batches.Count + batch - 1, _update.LearningRate);
            step.Update(Step + 1, learningRate);
            average?.Add();
            Step++;
            lossSum += (double)loss * samples;
        }

        return ((float)(lossSum / batches.SampleCount), learningRate);
    }

    /// <summary>A data set to evaluate again and again, with what that needs.</summary>
    private sealed class Validator(TNetwork network, Dataset data, TLoss loss)
    {
        private readonly Evaluator _evaluator = new(network);
        private readonly bool _withLoss = TLoss.AcceptsTargetSize(network.Info.OutputSize, data.TargetSize);
        private readonly int[]? _classes = ClassDecision.ReadTargets(data, network.Info.OutputSize);

        public (float? Loss, float? Accuracy) Evaluate() => _evaluator.Evaluate(data, loss, _withLoss, _classes);
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
