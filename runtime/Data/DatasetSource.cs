using System;

namespace NetGen;

/// <summary>A data set as a source, in its order or in one drawn for each epoch.</summary>
internal sealed class DatasetSource : ISampleSource
{
    private readonly Dataset _data;
    private readonly int? _seed;
    private readonly int[] _order;
    private int _next;

    public DatasetSource(Dataset data, int? seed) => (_data, _seed, _order, _next) = (data, seed, new int[data.Count], data.Count);

    public int FeatureCount => _data.FeatureCount;

    public int TargetSize => _data.TargetSize;

    public long? SampleCount => _data.Count;

    public void Restart(int epoch)
    {
        _next = 0;
        for (int i = 0; i < _order.Length; i++) _order[i] = i;
        if (_seed is { } seed) SeededRandom.OfEpoch(seed, epoch).Shuffle(_order);
    }

    public int Read(Span<float> inputs, Span<float> targets)
    {
        int count = Math.Min(SourceArgument.Room(this, inputs, targets), _order.Length - _next);
        _data.Gather(_order.AsSpan(_next, count), inputs, targets);
        _next += count;
        return count;
    }
}
