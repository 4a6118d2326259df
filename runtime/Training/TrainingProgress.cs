using System;
using System.Collections.Generic;

namespace NetGen;

/// <summary>How far one <c>Fit</c> has come: the epochs that are over, and the sums of the one that is running.</summary>
internal sealed class TrainingProgress(int epochs)
{
    private int _batches;
    private long _samples;
    private double _lossSum;

    /// <summary>The epochs that are over, in order.</summary>
    public List<EpochReport> History { get; } = new(Math.Min(epochs, 1024));

    /// <summary>The most epochs.</summary>
    public int Epochs => epochs;

    /// <summary>The number of the running epoch, from 1.</summary>
    public int Epoch => History.Count + 1;

    /// <summary>The number of the running batch within the epoch, from 1.</summary>
    public int Batch => _batches + 1;

    /// <summary>The steps taken in this <c>Fit</c>.</summary>
    public long Steps { get; private set; }

    /// <summary>The learning rate of the last step.</summary>
    public float LearningRate { get; private set; }

    /// <summary>The mean loss of the samples of the running epoch.</summary>
    public float MeanLoss => (float)(_lossSum / _samples);

    /// <summary>Begins an epoch.</summary>
    public void BeginEpoch() => (_batches, _samples, _lossSum) = (0, 0, 0);

    /// <summary>Counts a step.</summary>
    /// <param name="samples">The samples of its batch.</param>
    /// <param name="loss">Their mean loss.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    public void Add(int samples, float loss, float learningRate)
    {
        Steps++;
        _batches++;
        _samples += samples;
        _lossSum += (double)loss * samples;
        LearningRate = learningRate;
    }
}
