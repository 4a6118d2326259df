using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetGen;

/// <summary>
/// Samples from an enumerable, which is enumerated anew in each epoch: from a database, a network, or made as they are needed. With a shuffle buffer they
/// come in another order in each epoch: the buffer is filled, and each sample that is read is drawn from it at random and followed by the next of the
/// enumerable, so that no sample comes earlier by more than the size of the buffer.
/// </summary>
public sealed class EnumerableSource : ISampleSource, IDisposable
{
    private readonly IEnumerable<(ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Target)> _samples;
    private readonly int _seed;
    private readonly float[] _shuffled;
    private readonly int _capacity;
    private IEnumerator<(ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Target)>? _enumerator;
    private SeededRandom _random;
    private long _taken;
    private int _buffered;

    /// <summary>Makes the source.</summary>
    /// <param name="samples">The samples and their targets. Each epoch enumerates them once, and they should be the same each time.</param>
    /// <param name="featureCount">The values of one sample, at least 1.</param>
    /// <param name="targetSize">The values of one target, at least 1.</param>
    /// <param name="shuffleBuffer">The samples of the shuffle buffer, which are held in memory, at least 0; 0 or 1 for the order of the enumerable.</param>
    /// <param name="seed">The seed of the order; another one is drawn from it for each epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public EnumerableSource(
        IEnumerable<(ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Target)> samples,
        int featureCount,
        int targetSize,
        int shuffleBuffer = 0,
        int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(samples);
        FeatureCount = SourceArgument.AtLeast(1, featureCount);
        TargetSize = SourceArgument.AtLeast(1, targetSize);
        _capacity = Math.Max(1, SourceArgument.AtLeast(0, shuffleBuffer));
        if ((long)_capacity * RowLength > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(shuffleBuffer), shuffleBuffer, $"The buffer must fit into an array of {Array.MaxLength} values.");
        (_samples, _seed, _shuffled, _random) = (samples, seed, new float[_capacity * RowLength], new SeededRandom(seed));
    }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <summary>The number of samples, if it is known without enumerating them.</summary>
    public long? SampleCount => _samples.TryGetNonEnumeratedCount(out int count) ? count : null;

    private int RowLength => FeatureCount + TargetSize;

    /// <inheritdoc/>
    public void Restart(int epoch)
    {
        _enumerator?.Dispose();
        _enumerator = _samples.GetEnumerator();
        (_random, _taken, _buffered) = (SeededRandom.OfEpoch(_seed, epoch), 0, 0);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A sample or target is of another length.</exception>
    /// <exception cref="ArgumentException">There is room for fewer targets than samples.</exception>
    public int Read(Span<float> inputs, Span<float> targets)
    {
        int room = SourceArgument.Room(this, inputs, targets), count = 0;
        for (; count < room && Fill(); count++)
        {
            // The last of the buffer takes the place of the one that is drawn.
            int drawn = _random.NextInt(_buffered--);
            Span<float> row = Row(drawn);
            row[..FeatureCount].CopyTo(inputs[(count * FeatureCount)..]);
            row[FeatureCount..].CopyTo(targets[(count * TargetSize)..]);
            Row(_buffered).CopyTo(row);
        }

        return count;
    }

    /// <summary>Ends the enumeration; the source may be started again.</summary>
    public void Dispose()
    {
        _enumerator?.Dispose();
        (_enumerator, _buffered) = (null, 0);
    }

    /// <summary>Fills the buffer as far as there are samples; false if it stays empty.</summary>
    private bool Fill()
    {
        while (_buffered < _capacity && _enumerator is not null)
        {
            if (!_enumerator.MoveNext())
            {
                _enumerator.Dispose();
                _enumerator = null;
                break;
            }

            (ReadOnlyMemory<float> features, ReadOnlyMemory<float> target) = _enumerator.Current;
            RequireLength(features.Length, FeatureCount, "feature");
            RequireLength(target.Length, TargetSize, "target");
            Span<float> row = Row(_buffered++);
            features.Span.CopyTo(row);
            target.Span.CopyTo(row[FeatureCount..]);
            _taken++;
        }

        return _buffered > 0;
    }

    private Span<float> Row(int index) => _shuffled.AsSpan(index * RowLength, RowLength);

    private void RequireLength(int length, int expected, string what)
    {
        if (length != expected) throw new InvalidDataException($"Expected {expected} {what} values in sample {_taken} of the enumerable, got {length}.");
    }
}
