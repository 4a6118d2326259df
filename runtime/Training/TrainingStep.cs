using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// A step of training, shared by threads, in three phases of which each ends before the next begins. The batch is cut into shards, whose gradients are
/// computed in a buffer each; the gradients are summed, g = Σ (nₛ / n)·gₛ for n samples of which shard s has nₛ; the parameters are updated. What is
/// summed in which order depends on the number of shards alone: not on which thread does it, nor when.
/// </summary>
internal sealed class TrainingStep<TNetwork, TLoss, TOptimizer> : IDisposable
    where TNetwork : class, INetwork
    where TLoss : struct, ILoss
    where TOptimizer : IOptimizer
{
    // A tile of gradients is still in the first cache when the next shard's are added. A slice of them for each thread is larger than it costs to meet.
    private const int TileLength = 4096;
    private const int MinSliceLength = 8192;

    private readonly TNetwork _network;
    private readonly TLoss _loss;
    private readonly BlockwiseUpdate<TOptimizer> _update;
    private readonly Batches _batches;
    private readonly Sharding _sharding;
    private readonly StepAdjustments? _adjustments;
    private readonly PrivateGradients? _privacy;
    private readonly ulong _seed;

    // One of each for every shard of the largest batch. The first of the gradients receives the sum.
    private readonly AlignedBuffer[] _gradients;
    private readonly float[] _losses;
    private readonly bool[] _isFinite;

    private readonly WorkerPool? _pool;
    private readonly Action<int> _computeShard;
    private readonly Action<int> _sumSlice;
    private readonly Action<int> _updateSlice;
    private int _samples;
    private TrainingPass _pass;
    private int _shards;
    private int _slices;
    private long _step;
    private float _learningRate;

    /// <summary>Makes the buffers, and starts the threads if there is a use for them.</summary>
    public TrainingStep(
        TNetwork network,
        TLoss loss,
        BlockwiseUpdate<TOptimizer> update,
        AlignedBuffer gradients,
        Batches batches,
        Sharding sharding,
        StepAdjustments? adjustments,
        PrivateGradients? privacy,
        int seed,
        int workers,
        int epochs)
    {
        (_network, _loss, _update, _batches, _sharding, _adjustments, _privacy) = (network, loss, update, batches, sharding, adjustments, privacy);
        _seed = (ulong)(uint)seed << 32;
        (_computeShard, _sumSlice, _updateSlice) = (ComputeShard, SumSlice, UpdateSlice);
        int parameterCount = network.Info.ParameterCount, shards = sharding.Count(batches.BatchSize, parameterCount, workers);
        (_gradients, _losses, _isFinite) = (new AlignedBuffer[shards], new float[shards], new bool[shards]);
        for (int shard = 0; shard < shards; shard++) _gradients[shard] = shard == 0 ? gradients : new AlignedBuffer(gradients.Length);
        if (shards > 1) _pool = new WorkerPool(shards, sharding.Threads(shards, parameterCount * (batches.SampleCount ?? double.PositiveInfinity) * epochs));
    }

    /// <summary>Computes the gradients of the mean loss of the batch, and returns that loss.</summary>
    /// <param name="samples">The samples of the batch; if there are none, the gradients are 0.</param>
    /// <param name="step">The number of the step, from 1, which decides what dropout drops.</param>
    /// <param name="isFinite">Whether the loss and all gradients are finite.</param>
    public float ComputeGradients(int samples, long step, out bool isFinite)
    {
        _samples = samples;
        ulong state = _seed ^ (ulong)step;
        _pass = new TrainingPass { DropoutSeed = _network.Info.HasDropout ? SeededRandom.SplitMix64(ref state) : null, ClippingNorm = _privacy?.ClippingNorm };
        if (samples == 0)
        {
            (_shards, _slices, isFinite) = (1, 1, true);
            _gradients[0].Span.Clear();
            return 0f;
        }

        _shards = _sharding.Count(samples, _network.Info.ParameterCount, _gradients.Length);
        _slices = Math.Clamp(_gradients[0].Length / MinSliceLength, 1, _shards);
        Run(_computeShard, _shards);
        Run(_sumSlice, _slices);

        double sum = 0;
        for (int shard = 0; shard < _shards; shard++) sum += (double)_losses[shard] * (ShardStart(shard + 1) - ShardStart(shard));
        float loss = (float)(sum / samples);
        isFinite = float.IsFinite(loss) && !_isFinite.AsSpan(0, _slices).Contains(false);
        return loss;
    }

    /// <summary>The first layer with a gradient that is not finite; the last layer if there is none.</summary>
    public string FindDivergedLayer()
    {
        foreach (TensorInfo tensor in _network.Info.Tensors)
            if (Finite.IndexOfNonFinite(_gradients[0].Span.Slice(tensor.Offset, tensor.Length)) >= 0) return tensor.Layer;
        return _network.Info.Tensors[^1].Layer;
    }

    /// <summary>Updates the parameters by the gradients.</summary>
    /// <param name="step">The number of the step, from 1.</param>
    /// <param name="learningRate">The learning rate of the step.</param>
    public void Update(long step, float learningRate)
    {
        _privacy?.AddNoise(_gradients[0].Span, _samples);
        _adjustments?.AdjustGradients(_network.Parameters, _gradients[0].Span);
        _adjustments?.Decay(_network.Parameters, learningRate);
        UpdateParameters(step, learningRate);
        _adjustments?.Bound(_network.Parameters);
    }

    private void UpdateParameters(long step, float learningRate)
    {
        (_step, _learningRate) = (step, learningRate);
        _slices = Math.Min(_slices, _update.Count);
        if (_slices > 1)
        {
            _pool!.Run(_updateSlice);
            return;
        }

        for (int block = 0; block < _update.Count; block++)
        {
            (int start, int end) = _update.Bounds(block);
            _update.Apply(block, _network.Parameters[start..end], _gradients[0].Span[start..end], step, _learningRate);
        }
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => _pool?.Dispose();

    private void Run(Action<int> phase, int items)
    {
        if (items == 1) phase(0);
        else _pool!.Run(phase);
    }

    private void ComputeShard(int shard)
    {
        if (shard >= _shards) return;
        int start = ShardStart(shard), samples = ShardStart(shard + 1) - start;
        _batches.Part(start, samples, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets);
        Span<float> gradients = _gradients[shard].Span;

        // Another core has read them, and each of the scattered writes to come would wait for that core to give up its cache line. To overwrite whole lines
        // in a row costs next to nothing.
        if (_shards > 1) gradients.Clear();
        _losses[shard] = _pass != default ? _network.BackwardBatch(PassFrom(start), inputs, targets, _loss, gradients, accumulate: false)
            : samples == 1 ? _network.Backward(inputs, targets, _loss, gradients, accumulate: false)
            : _network.BackwardBatch(inputs, targets, _loss, gradients, accumulate: false);
    }

    /// <summary>The pass for the samples from <paramref name="start"/> on: what is dropped of a sample does not depend on how the batch is cut.</summary>
    private TrainingPass PassFrom(int start) => _pass with { DropoutSeed = _pass.DropoutSeed + (ulong)start };

    private void SumSlice(int slice)
    {
        if (slice >= _slices) return;
        bool isFinite = true;
        int end = SliceStart(slice + 1);
        for (int start = SliceStart(slice); start < end; start += TileLength)
        {
            int length = Math.Min(TileLength, end - start);
            Span<float> sum = _gradients[0].Span.Slice(start, length);
            for (int shard = 1; shard < _shards; shard++)
                WeightedSum.Add(sum, shard == 1 ? Weight(0) : 1f, _gradients[shard].Span.Slice(start, length), Weight(shard));
            isFinite &= Finite.IndexOfNonFinite(sum) < 0;
        }

        _isFinite[slice] = isFinite;
    }

    [SkipLocalsInit]
    private void UpdateSlice(int slice)
    {
        if (slice >= _slices) return;
        Span<float> memory = stackalloc float[BlockwiseUpdate.MaxLength + 15];
        Span<float> copy = MemoryMarshal.CreateSpan(ref AlignedBuffer.Align(memory), BlockwiseUpdate.MaxLength);
        int last = Part(_update.Count, slice + 1, _slices);
        for (int block = Part(_update.Count, slice, _slices); block < last; block++)
        {
            // In a copy: other cores have read the parameters as well, and copying it back overwrites whole lines again.
            (int start, int end) = _update.Bounds(block);
            Span<float> parameters = _network.Parameters[start..end], updated = copy[..parameters.Length];
            parameters.CopyTo(updated);
            _update.Apply(block, updated, _gradients[0].Span[start..end], _step, _learningRate);
            updated.CopyTo(parameters);
        }
    }

    /// <summary>The first sample of a shard within the batch; of the shard after the last, the number of samples.</summary>
    private int ShardStart(int shard) => Part(_samples, shard, _shards);

    /// <summary>The part of the batch that a shard has.</summary>
    private float Weight(int shard) => (float)(ShardStart(shard + 1) - ShardStart(shard)) / _samples;

    /// <summary>The first gradient of a slice: at the start of a cache line, so that no two threads write to the same; of the slice after the last, their number.</summary>
    private int SliceStart(int slice) => slice == _slices ? _gradients[0].Length : Part(_gradients[0].Length, slice, _slices) & ~15;

    private static int Part(int whole, int index, int parts) => (int)((long)whole * index / parts);
}
