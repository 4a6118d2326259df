using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;

namespace NetGen;

/// <summary>How far one <c>Fit</c> has come: the epochs that are over, and the sums of the one that is running.</summary>
internal sealed class TrainingProgress(int epochs)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _elapsedBefore;
    private double _lossSum;

    /// <summary>The epochs that are over, in order.</summary>
    public List<EpochReport> History { get; } = new(Math.Min(epochs, 1024));

    /// <summary>The most epochs.</summary>
    public int Epochs => epochs;

    /// <summary>The number of the epoch that is running or comes next, from 1.</summary>
    public int Epoch => History.Count + 1;

    /// <summary>Whether that epoch is running.</summary>
    public bool IsEpochBegun { get; private set; }

    /// <summary>The batches of it that steps were taken for.</summary>
    public int Batches { get; private set; }

    /// <summary>The samples of those.</summary>
    public long Samples { get; private set; }

    /// <summary>The mean loss of those; 0 if there are none.</summary>
    public float MeanLoss => Samples == 0 ? 0f : (float)(_lossSum / Samples);

    /// <summary>The steps taken in this <c>Fit</c>.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate of the last step.</summary>
    public float LearningRate { get; private set; }

    /// <summary>Why training has ended; null while it goes on.</summary>
    public StopReason? StopReason { get; set; }

    /// <summary>The time since training began, without that between an interruption and its going on.</summary>
    public TimeSpan Elapsed => _elapsedBefore + Stopwatch.GetElapsedTime(_start);

    /// <summary>Begins an epoch.</summary>
    public void BeginEpoch() => (IsEpochBegun, Batches, Samples, _lossSum) = (true, 0, 0, 0);

    /// <summary>Counts a step.</summary>
    /// <param name="samples">The samples of its batch.</param>
    /// <param name="loss">Their mean loss.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    public void Add(int samples, float loss, float learningRate)
    {
        Steps++;
        Batches++;
        Samples += samples;
        _lossSum += (double)loss * samples;
        LearningRate = learningRate;
    }

    /// <summary>Ends an epoch.</summary>
    public void EndEpoch(EpochReport report)
    {
        History.Add(report);
        IsEpochBegun = false;
    }

    /// <summary>Puts everything into a state.</summary>
    public void Save(StateTensors state)
    {
        state.Add("training/steps", Steps);
        state.Add("training/stop_reason", StopReason is { } reason ? (long)reason : -1);
        state.Add("training/elapsed_seconds", Elapsed.TotalSeconds);
        state.Add("epoch/is_begun", IsEpochBegun ? 1L : 0L);
        state.Add("epoch/batches", (long)Batches);
        state.Add("epoch/samples", Samples);
        state.Add("epoch/loss_sum", _lossSum);
        state.Add("epoch/learning_rate", LearningRate);
        EpochTable.Save(state, History);
    }

    /// <summary>Takes everything out of a state.</summary>
    /// <exception cref="InvalidDataException">It is none, or has more epochs than there are to be.</exception>
    public void Load(StateTensors state)
    {
        Steps = state.TakeNumber("training/steps", 0, long.MaxValue);
        long reason = state.TakeNumber("training/stop_reason", -1, (long)NetGen.StopReason.NoImprovement);
        StopReason = reason < 0 ? null : (StopReason)reason;
        double seconds = state.Take<double>("training/elapsed_seconds");
        if (!(seconds >= 0 && seconds < EpochTable.MaxSeconds)) throw new InvalidDataException($"The time since training began is {seconds} seconds.");
        _elapsedBefore = TimeSpan.FromSeconds(seconds);
        IsEpochBegun = state.TakeNumber("epoch/is_begun", 0, 1) == 1;
        Batches = (int)state.TakeNumber("epoch/batches", 0, int.MaxValue);
        Samples = state.TakeNumber("epoch/samples", 0, long.MaxValue);
        _lossSum = state.Take<double>("epoch/loss_sum");
        LearningRate = state.Take<float>("epoch/learning_rate");
        EpochTable.Load(state, epochs, History);
        int begun = History.Count + (IsEpochBegun ? 1 : 0);
        if (begun > epochs) throw new InvalidDataException($"It is in epoch {begun}, and training is to have {epochs}.");
    }
}
