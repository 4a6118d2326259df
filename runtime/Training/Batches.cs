using System;
using System.IO;

namespace NetGen;

/// <summary>The batches of one epoch after another.</summary>
internal abstract class Batches
{
    /// <summary>The most samples of a batch, at least 1.</summary>
    public abstract int BatchSize { get; }

    /// <summary>The samples of an epoch, if they are known beforehand.</summary>
    public abstract long? SampleCount { get; }

    /// <summary>Begins an epoch. Epochs are begun in order, each once.</summary>
    /// <param name="epoch">Its number, from 1.</param>
    public abstract void Restart(int epoch);

    /// <summary>Goes on to the next batch; false if the epoch has no more.</summary>
    /// <param name="samples">The samples of the batch.</param>
    public abstract bool Next(out int samples);

    /// <summary>
    /// The samples of a part of the batch and their targets, valid until the next batch. Threads may ask for parts that lie apart at the same time.
    /// </summary>
    /// <param name="start">The first sample, counted within the batch.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="inputs">The samples, [count × features].</param>
    /// <param name="targets">The targets, [count × size of one].</param>
    public abstract void Part(int start, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets);

    /// <summary>Puts into a state what the order depends on.</summary>
    public virtual void Save(StateTensors state)
    {
    }

    /// <summary>Goes on from a state: behind the batches of the running epoch that steps were taken for, if an epoch is running.</summary>
    /// <param name="state">The state.</param>
    /// <param name="progress">How far training had come.</param>
    /// <exception cref="InvalidDataException">The state is not of these batches.</exception>
    public abstract void Resume(StateTensors state, TrainingProgress progress);

    /// <summary>The place of the values of some samples in a buffer.</summary>
    protected static Range Values(int start, int count, int size) => (start * size)..((start + count) * size);
}
