using System;
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
    Validator? validator,
    PrivateGradients? privacy,
    Checkpoint? checkpoint)
    where TNetwork : class, INetwork
    where TLoss : struct, ILoss
    where TOptimizer : IOptimizer
{
    /// <summary>Trains to the end.</summary>
    /// <param name="report">Called after each epoch.</param>
    /// <param name="until">Asked after that whether to stop.</param>
    /// <param name="cancellationToken">Looked at before each batch, and after the last one of an epoch.</param>
    public TrainingReport Run(Action<EpochReport> report, Func<EpochReport, bool>? until, CancellationToken cancellationToken)
    {
        while (progress.StopReason is null)
        {
            RunEpoch(cancellationToken);
            average?.Exchange();
            EpochReport epoch = Report();
            progress.EndEpoch(epoch);
            schedule?.EpochEnded(EarlyStopping.Loss(epoch));
            best?.Observe(epoch);
            report(epoch);
            progress.StopReason = until?.Invoke(epoch) == true ? StopReason.ConditionMet
                : epoch.Epoch == progress.Epochs ? StopReason.EpochsCompleted
                : best?.IsPatienceOver == true ? StopReason.NoImprovement
                : null;
            average?.Exchange();
            checkpoint?.EpochEnded();
        }

        average?.Exchange();
        best?.Restore();
        return new TrainingReport(progress.History, progress.StopReason.Value, best is { Epoch: > 0 } ? best.Epoch : null, progress.Elapsed);
    }

    private void RunEpoch(CancellationToken cancellationToken)
    {
        if (!progress.IsEpochBegun)
        {
            batches.Restart(progress.Epoch);
            adjustments?.Restart();
            progress.BeginEpoch();
        }

        while (true)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                checkpoint?.Cancelled();
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (!batches.Next(out int samples)) return;
            float loss = step.ComputeGradients(samples, update.State.Steps + 1, out bool isFinite);
            if (!isFinite) throw new TrainingDivergedException(progress.Epoch, progress.Batches + 1, loss, step.FindDivergedLayer());

            float learningRate = schedule?.LearningRate(progress.Steps, update.LearningRate) ?? update.LearningRate;
            step.Update(update.State.Steps + 1, learningRate);
            average?.Add();
            update.State.Steps++;
            progress.Add(samples, loss, learningRate);
            checkpoint?.StepTaken();
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
            Privacy = privacy?.Spent(),
            Elapsed = progress.Elapsed,
        };
    }
}
