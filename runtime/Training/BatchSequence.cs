using System;

namespace NetGen;

/// <summary>
/// The batches of a data set, in an order drawn anew for each epoch. Only a permutation of the indices is shuffled; the rows of a mini-batch are gathered
/// into a buffer that is kept, single samples and the whole data set are used where they are.
/// </summary>
internal sealed class BatchSequence : Batches
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
        _order = new int[IsWhole ? 0 : data.Count];
        for (int i = 0; i < _order.Length; i++) _order[i] = i;

        int gathered = IsWhole || BatchSize == 1 ? 0 : BatchSize;
        _inputs = new AlignedBuffer(gathered * data.FeatureCount);
        _targets = new AlignedBuffer(gathered * data.TargetSize);
    }

    /// <inheritdoc/>
    public override int BatchSize { get; }

    /// <inheritdoc/>
    public override long? SampleCount => _data.Count;

    /// <summary>Whether a batch is all of the data, in their order.</summary>
    private bool IsWhole => BatchSize == _data.Count;

    /// <inheritdoc/>
    public override void Restart(int epoch)
    {
        _next = 0;
        _random.Shuffle(_order);
    }

    /// <inheritdoc/>
    public override bool Next(out int samples)
    {
        _start = _next;
        _next = Math.Min(_start + BatchSize, _data.Count);
        samples = _next - _start;
        return samples > 0;
    }

    /// <inheritdoc/>
    public override void Part(int start, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        if (!IsWhole && count == 1)
        {
            inputs = _data.Sample(_order[_start + start]);
            targets = _data.Target(_order[_start + start]);
            return;
        }

        Range features = Values(start, count, _data.FeatureCount), values = Values(start, count, _data.TargetSize);
        if (IsWhole)
        {
            inputs = _data.Features[features];
            targets = _data.Targets[values];
            return;
        }

        _data.Gather(_order.AsSpan(_start + start, count), _inputs.Span[features], _targets.Span[values]);
        inputs = _inputs.Span[features];
        targets = _targets.Span[values];
    }
}
