using System;
using System.IO;

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
    private readonly GatheredRows _gathered;
    private int _start;
    private int _next;

    public BatchSequence(Dataset data, int batchSize, int seed)
    {
        (_data, BatchSize, _random) = (data, Math.Min(batchSize, data.Count), new SeededRandom(seed));
        _order = new int[IsWhole ? 0 : data.Count];
        for (int i = 0; i < _order.Length; i++) _order[i] = i;

        _gathered = new GatheredRows(data, IsWhole || BatchSize == 1 ? 0 : BatchSize);
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

        if (IsWhole)
        {
            inputs = _data.Features[Values(start, count, _data.FeatureCount)];
            targets = _data.Targets[Values(start, count, _data.TargetSize)];
            return;
        }

        _gathered.Gather(_order.AsSpan(_start + start, count), start, out inputs, out targets);
    }

    /// <inheritdoc/>
    public override void Save(StateTensors state)
    {
        state.Add<int>("training/order", _order);
        state.Add<long>("training/order_random", _random.SaveState());
    }

    /// <inheritdoc/>
    public override void Resume(StateTensors state, TrainingProgress progress)
    {
        int[] order = state.Take<int>("training/order", _order.Length);
        bool[] isThere = new bool[order.Length];
        foreach (int sample in order)
        {
            if ((uint)sample >= (uint)order.Length || isThere[sample])
                throw new InvalidDataException($"The order of the samples has {sample} twice, or where there is none.");
            isThere[sample] = true;
        }

        if (!_random.TryLoadState(state.Take<long>("training/order_random", SeededRandom.StateLength)))
            throw new InvalidDataException("The state of the random numbers is none.");
        order.CopyTo(_order, 0);
        _next = (int)Math.Min((long)progress.Batches * BatchSize, _data.Count);
        if (progress.IsEpochBegun && _next != progress.Samples)
            throw new InvalidDataException($"It is behind {progress.Samples} samples of the epoch, which {progress.Batches} batches do not have.");
    }
}
