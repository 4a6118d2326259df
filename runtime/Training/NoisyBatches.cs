using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Other batches with Gaussian noise on their inputs, which is a function of the seed, the epoch, the batch and the sample: new in every epoch, and the same again for the same
/// seed.
/// </summary>
internal sealed class NoisyBatches : Batches
{
    // Normal numbers that are made at once: they stay in the first cache.
    private const int ChunkLength = 1024;

    private readonly Batches _batches;
    private readonly int _features;
    private readonly float _deviation;
    private readonly ulong _seed;
    private AlignedBuffer _inputs;
    private ulong _epochKey;
    private uint _batch;

    public NoisyBatches(Batches batches, int features, float deviation, int seed)
    {
        (_batches, _features, _deviation, _seed) = (batches, features, deviation, (ulong)(uint)seed << 32);
        _inputs = new AlignedBuffer(batches.BatchSize * features);
    }

    /// <inheritdoc/>
    public override int BatchSize => _batches.BatchSize;

    /// <inheritdoc/>
    public override long? SampleCount => _batches.SampleCount;

    /// <inheritdoc/>
    public override void Restart(int epoch)
    {
        _batches.Restart(epoch);
        BeginEpoch(epoch);
    }

    /// <inheritdoc/>
    public override bool Next(out int samples)
    {
        bool isThere = _batches.Next(out samples);
        _batch++;
        if (samples * _features > _inputs.Length) _inputs = new AlignedBuffer(_batches.BatchSize * _features);
        return isThere;
    }

    /// <inheritdoc/>
    public override void Part(int start, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        _batches.Part(start, count, out ReadOnlySpan<float> clean, out targets);
        Span<float> noisy = _inputs.Span[Values(start, count, _features)];
        for (int i = 0; i < count; i++)
        {
            ulong sample = _epochKey ^ ((ulong)_batch << 32 | (uint)(start + i));
            AddNoise(sample, clean.Slice(i * _features, _features), noisy.Slice(i * _features, _features));
        }

        inputs = noisy;
    }

    /// <inheritdoc/>
    public override void Save(StateTensors state) => _batches.Save(state);

    /// <inheritdoc/>
    public override void Resume(StateTensors state, TrainingProgress progress)
    {
        _batches.Resume(state, progress);
        BeginEpoch(progress.Epoch);
        _batch = (uint)progress.Batches;
    }

    private void BeginEpoch(int epoch)
    {
        ulong state = _seed | (uint)epoch;
        (_epochKey, _batch) = (SeededRandom.SplitMix64(ref state), 0);
    }

    [SkipLocalsInit]
    private void AddNoise(ulong sample, ReadOnlySpan<float> clean, Span<float> noisy)
    {
        Span<uint> memory = stackalloc uint[ChunkLength];
        for (int start = 0; start < clean.Length; start += ChunkLength)
        {
            int length = Math.Min(ChunkLength, clean.Length - start);
            Span<uint> bits = memory[..NormalNumbers.Drawn(length)];
            NormalNumbers.Hash(bits, SeededRandom.SplitMix64(ref sample));
            NormalNumbers.FromBits(bits);
            AddScaled(clean.Slice(start, length), MemoryMarshal.Cast<uint, float>(bits), noisy.Slice(start, length));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddScaled(ReadOnlySpan<float> clean, ReadOnlySpan<float> normals, Span<float> noisy)
    {
        var deviation = new Vector<float>(_deviation);
        int i = 0;
        for (; i <= noisy.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.MultiplyAddEstimate(deviation, new Vector<float>(normals[i..]), new Vector<float>(clean[i..])).CopyTo(noisy[i..]);
        for (; i < noisy.Length; i++) noisy[i] = clean[i] + _deviation * normals[i];
    }
}
