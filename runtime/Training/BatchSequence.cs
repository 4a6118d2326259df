using System;

namespace NetGen;

/// <summary>
/// The batches of an epoch, in an order drawn anew for each epoch. Only a permutation of the indices is shuffled; the rows of a mini-batch are gathered
/// into a buffer that is kept, single samples and the whole data set are used where they are.
/// </summary>
internal sealed class BatchSequence
{
    private readonly Dataset _data;
    private readonly SeededRandom _random;
    private readonly int[] _order;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _targets;
    private int _start;
    private int _next;

    public BatchSequence(Dataset data, int batchSize, int seed)
    {
        (_data, BatchSize, _random) = (data, Math.Min(batchSize, data.Count), new SeededRandom(seed));
        Count = (data.Count + BatchSize - 1) / BatchSize;
        _order = new int[Count == 1 ? 0 : data.Count];
        for (int i = 0; i < _order.Length; i++) _order[i] = i;

        int gathered = Count == 1 || BatchSize == 1 ? 0 : BatchSize;
        _inputs = new AlignedBuffer(gathered * data.FeatureCount);
        _targets = new AlignedBuffer(gathered * data.TargetSize);
    }

    /// <summary>The samples of a batch; the last one of an epoch may have fewer.</summary>
    public int BatchSize { get; }

    /// <summary>The number of batches in an epoch.</summary>
    public int Count { get; }

    /// <summary>The number of samples in an epoch.</summary>
    public int SampleCount => _data.Count;

    /// <summary>Begins an epoch.</summary>
    public void Restart()
    {
        _next = 0;
        _random.Shuffle(_order);
    }

    /// <summary>Goes on to the next batch, and returns how many samples it has.</summary>
    public int Next()
    {
        _start = _next;
        _next = Math.Min(_start + BatchSize, _data.Count);
        return _next - _start;
    }

    /// <summary>
    /// The samples of a part of the batch and their targets, valid until the next batch. Threads may ask for parts that lie apart at the same time.
    /// </summary>
    /// <param name="start">The first sample, counted within the batch.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <param name="inputs">The samples, [count × features].</param>
    /// <param name="targets">The targets, [count × size of one].</param>
    public void Part(int start, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        if (Count > 1 && count == 1)
        {
            inputs = _data.Sample(_order[_start + start]);
            targets = _data.Target(_order[_start + start]);
            return;
        }

        Range features = Values(start, count, _data.FeatureCount), values = Values(start, count, _data.TargetSize);
        if (Count == 1)
        {
            inputs = _data.Features[features];
            targets = _data.Targets[values];
            return;
        }

        _data.Gather(_order.AsSpan(_start + start, count), _inputs.Span[features], _targets.Span[values]);
        inputs = _inputs.Span[features];
        targets = _targets.Span[values];
    }

    private static Range Values(int start, int count, int size) => (start * size)..((start + count) * size);
}
