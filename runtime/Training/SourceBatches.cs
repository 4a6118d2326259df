using System;
using System.IO;

namespace NetGen;

/// <summary>
/// The batches of a source, in its order, read into buffers that are kept. What is read is checked before a step uses it: values must be finite, and targets
/// such that the loss takes them.
/// </summary>
internal sealed class SourceBatches<TLoss> : Batches
    where TLoss : struct, ILoss
{
    private readonly ISampleSource _source;
    private readonly int _features;
    private readonly int _targetSize;
    private readonly int _outputSize;
    private readonly AlignedBuffer _inputs;
    private readonly AlignedBuffer _targets;
    private int _epoch;
    private long _samplesBefore;
    private int _samples;
    private bool _isOver;

    public SourceBatches(ISampleSource source, int batchSize, int outputSize)
    {
        (_source, _features, _targetSize, _outputSize) = (source, source.FeatureCount, source.TargetSize, outputSize);
        BatchSize = (int)Math.Min(batchSize, source.SampleCount ?? batchSize);
        if ((long)BatchSize * Math.Max(_features, _targetSize) > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"A batch must fit into arrays of {Array.MaxLength} values.");
        _inputs = new AlignedBuffer(BatchSize * _features);
        _targets = new AlignedBuffer(BatchSize * _targetSize);
    }

    /// <inheritdoc/>
    public override int BatchSize { get; }

    /// <inheritdoc/>
    public override long? SampleCount => _source.SampleCount;

    /// <inheritdoc/>
    public override void Restart(int epoch)
    {
        _source.Restart(epoch);
        (_epoch, _samplesBefore, _samples, _isOver) = (epoch, 0, 0, false);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A value is not finite or a target cannot be used, or the epoch has no samples.</exception>
    public override bool Next(out int samples)
    {
        _samplesBefore += _samples;
        samples = _samples = Read();
        if (samples == 0 && _samplesBefore == 0) throw new InvalidDataException($"The source has no samples in epoch {_epoch}.");
        Check();
        return samples > 0;
    }

    /// <inheritdoc/>
    public override void Part(int start, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        inputs = _inputs.Span[Values(start, count, _features)];
        targets = _targets.Span[Values(start, count, _targetSize)];
    }

    /// <summary>Reads up to the place again.</summary>
    /// <inheritdoc/>
    public override void Resume(StateTensors state, TrainingProgress progress)
    {
        if (!progress.IsEpochBegun) return;
        Restart(progress.Epoch);
        for (int batch = 0; batch < progress.Batches && Next(out _); batch++)
        {
        }

        long read = _samplesBefore + _samples;
        if (read != progress.Samples)
            throw new InvalidDataException($"It is behind {progress.Samples} samples of epoch {progress.Epoch}; {progress.Batches} batches of the source have {read}.");
    }

    private int Read()
    {
        int count = 0;
        while (count < BatchSize && !_isOver)
        {
            int read = _source.Read(_inputs.Span[(count * _features)..], _targets.Span[(count * _targetSize)..]);
            count += SourceArgument.Read(read, BatchSize - count);
            _isOver = read == 0;
        }

        return count;
    }

    private void Check()
    {
        RequireFinite(_inputs.Span[..(_samples * _features)], _features, "feature");
        RequireFinite(_targets.Span[..(_samples * _targetSize)], _targetSize, "target");
        for (int i = 0; i < _samples; i++)
        {
            try
            {
                TLoss.CheckTarget(_targets.Span.Slice(i * _targetSize, _targetSize), _outputSize);
            }
            catch (ArgumentException exception)
            {
                throw new InvalidDataException(
                    $"{typeof(TLoss).Name} does not take the target of sample {_samplesBefore + i} of epoch {_epoch}: {exception.Message}", exception);
            }
        }
    }

    private void RequireFinite(ReadOnlySpan<float> values, int columns, string what)
    {
        int i = Finite.IndexOfNonFinite(values);
        if (i < 0) return;
        throw new InvalidDataException(
            $"Sample {_samplesBefore + i / columns} of epoch {_epoch}, {what} {i % columns} is {values[i]}; every value must be finite.");
    }
}
