using System;

namespace NetGen;

/// <summary>
/// Samples and their targets from wherever they are, read one after another: for training on more of them than memory holds, or on ones that are made as
/// they are needed. One thread at a time uses a source.
/// </summary>
public interface ISampleSource
{
    /// <summary>The values of one sample, at least 1.</summary>
    int FeatureCount { get; }

    /// <summary>The values of one target, at least 1.</summary>
    int TargetSize { get; }

    /// <summary>The samples of an epoch; null if that is not known beforehand.</summary>
    long? SampleCount { get; }

    /// <summary>
    /// Begins an epoch, also in the midst of another; before the first there is nothing to read. The same epoch always has the same samples in the same order,
    /// whatever was read before.
    /// </summary>
    /// <param name="epoch">The number of the epoch, from 1.</param>
    void Restart(int epoch);

    /// <summary>Reads the next samples of the epoch. A training that is to allocate nothing needs a source that allocates nothing here.</summary>
    /// <param name="inputs">Receives the samples, one after another, [samples × FeatureCount], with room for at least one.</param>
    /// <param name="targets">Receives their targets, [samples × TargetSize], for as many samples.</param>
    /// <returns>The number of samples: as many as fit, or fewer, but at least one until the epoch is over; 0 then.</returns>
    int Read(Span<float> inputs, Span<float> targets);
}
