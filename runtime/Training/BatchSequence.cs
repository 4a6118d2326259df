using System;

namespace NetGen;

/// <summary>
/// The batches of an epoch, in an order drawn anew for each epoch. Only a permutation of the indices is shuffled; the rows of a mini-batch are gathered
/// into a buffer that is kept, single samples and the whole data set are used where they are.
/// </summary>
internal sealed class BatchSequence
{
    private readonly Dataset _data;
    private readonly int _batchSize;
    private readonly SeededRandom _random;
    private readonly int[] _order;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _targets;
    private int _position;

    public BatchSequence(Dataset data, int batchSize, int seed)
    {
        (_data, _batchSize, _random) = (data, Math.Min(batchSize, data.Count), new SeededRandom(seed));
        Count = (data.Count + _batchSize - 1) / _batchSize;
        _order = new int[Count == 1 ? 0 : data.Count];
        for (int i = 0; i < _order.Length; i++) _order[i] = i;

        int gathered = Count == 1 || _batchSize == 1 ? 0 : _batchSize;
        _inputs = new AlignedBuffer(gathered * data.FeatureCount);
        _targets = new AlignedBuffer(gathered * data.TargetSize);
    }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>The number of samples in an epoch.</summary>
    public int SampleCount => _data.Count;

    /// <summary>Begins an epoch.</summary>
    public void Restart()
    {
        _position = 0;
        _random.Shuffle(_order);
    }

    /// <summary>The samples and targets of the next batch, valid until the one after it; returns how many there are.</summary>
    public int Next(out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        int count = Math.Min(_batchSize, _data.Count - _position);
        if (Count == 1)
        {
            inputs = _data.Features;
            targets = _data.Targets;
        }
        else if (count == 1)
        {
            inputs = _data.Sample(_order[_position]);
            targets = _data.Target(_order[_position]);
        }
        else
        {
            _data.Gather(_order.AsSpan(_position, count), _inputs.Span, _targets.Span);
            inputs = _inputs.Span[..(count * _data.FeatureCount)];
            targets = _targets.Span[..(count * _data.TargetSize)];
        }

        _position += count;
        return count;
    }
}
