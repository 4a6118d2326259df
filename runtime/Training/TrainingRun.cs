using System;
using System.Diagnostics;
using System.Threading;

namespace NetGen;

/// <summary>One <c>Fit</c> of a trainer: epochs of steps until they are over or a condition is met, with what lives as long as that.</summary>
internal sealed class TrainingRun<TNetwork, TLoss, TOptimizer>(
    TrainingStep<TNetwork, TLoss, TOptimizer> step,
    BlockwiseUpdate<TOptimizer> update,
    Batches batches,
    TrainingProgress progress,
    LearningRateSchedule? schedule,
    StepAdjustments? adjustments,
    WeightAverage? average,
    BestWeights? best,
    Validator? validator)
    where TNetwork : class, INetwork
    where TLoss : struct, ILoss
    where TOptimizer : IOptimizer
{
    private readonly long _start = Stopwatch.GetTimestamp();

    private TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    /// <summary>Trains to the end.</summary>
    /// <param name="report">Called after each epoch.</param>
    /// <param name="until">Asked after that whether to stop.</param>
    /// <param name="cancellationToken">Looked at before each batch, and after the last one of an epoch.</param>
    public TrainingReport Run(Action<EpochReport> report, Func<EpochReport, bool>? until, CancellationToken cancellationToken)
    {
        while (true)
        {
            RunEpoch(cancellationToken);
            average?.Exchange();
            EpochReport epoch = Report();
            progress.History.Add(epoch);
            schedule?.EpochEnded(EarlyStopping.Loss(epoch));
            best?.Observe(epoch);
            report(epoch);
            StopReason? reason = until?.Invoke(epoch) == true ? StopReason.ConditionMet
                : epoch.Epoch == progress.Epochs ? StopReason.EpochsCompleted
                : best?.IsPatienceOver == true ? StopReason.NoImprovement
                : null;
            if (reason is { } stopReason)
            {
                best?.Restore();
                return new TrainingReport(progress.History, stopReason, best is { Epoch: > 0 } ? best.Epoch : null, Elapsed);
            }

            average?.Exchange();
        }
    }

    private void RunEpoch(CancellationToken cancellationToken)
    {
        batches.Restart(progress.Epoch);
        adjustments?.Restart();
        progress.BeginEpoch();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!batches.Next(out int samples)) return;
            float loss = step.ComputeGradients(samples, out bool isFinite);
            if (!isFinite) throw new TrainingDivergedException(progress.Epoch, progress.Batch, loss, step.FindDivergedLayer());

            float learningRate = schedule?.LearningRate(progress.Steps, update.LearningRate) ?? update.LearningRate;
            step.Update(update.Steps + 1, learningRate);
            average?.Add();
            update.Steps++;
            progress.Add(samples, loss, learningRate);
        }
    }

    private EpochReport Report()
    {
        (float? validationLoss, float? validationAccuracy) = validator?.Evaluate() ?? default;
        return new EpochReport
        {
            Epoch = progress.Epoch,
            Epochs = progress.Epochs,
            TrainingLoss = progress.MeanLoss,
            Penalty = adjustments?.MeanPenalty ?? 0f,
            GradientNorm = adjustments?.MeanGradientNorm,
            LearningRate = progress.LearningRate,
            ValidationLoss = validationLoss,
            ValidationAccuracy = validationAccuracy,
            Elapsed = Elapsed,
        };
    }
}
