using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace NetGen;

/// <summary>
/// Reads a source ahead on a thread of its own, so that slow sources are read while the network learns: the same samples in the same order. Two buffers are
/// kept, one that is read from and one that is filled meanwhile. What the source throws is thrown by the <see cref="Read"/> that needs what it failed to read.
/// </summary>
public sealed class PrefetchedSource : ISampleSource, IDisposable
{
    private readonly ISampleSource _source;
    private readonly int _bufferSize;
    private readonly Thread _thread;
    private readonly object _gate = new();

    // The thread fills the back buffer while _isFilling, which only the caller sets and only the thread resets, under the gate.
    private Buffer _front;
    private Buffer _back;
    private int _read;
    private int? _epoch;
    private bool _isFilling;
    private bool _isDisposed;

    /// <summary>Starts the thread.</summary>
    /// <param name="source">The source. Nothing else may use it until this is disposed of, which leaves it open.</param>
    /// <param name="bufferSize">The samples to read ahead, at least 1: best, the batch size of training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public PrefetchedSource(ISampleSource source, int bufferSize)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        _bufferSize = SourceArgument.AtLeast(1, bufferSize);
        if ((long)bufferSize * Math.Max(source.FeatureCount, source.TargetSize) > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(bufferSize), bufferSize, $"A buffer must fit into arrays of {Array.MaxLength} values.");
        (FeatureCount, TargetSize, SampleCount) = (source.FeatureCount, source.TargetSize, source.SampleCount);
        (_front, _back) = (new Buffer(this) { IsLast = true }, new Buffer(this));
        _thread = new Thread(Serve) { IsBackground = true, Name = "NetGen reader" };
        _thread.UnsafeStart();
    }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <inheritdoc/>
    public long? SampleCount { get; }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The thread is ended.</exception>
    public void Restart(int epoch)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        lock (_gate)
        {
            AwaitBack();
            _front.Clear();
            _back.Clear();
            (_read, _epoch) = (0, epoch);
            FillBack();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is room for fewer targets than samples.</exception>
    /// <exception cref="ObjectDisposedException">The thread is ended.</exception>
    public int Read(Span<float> inputs, Span<float> targets)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int room = SourceArgument.Room(this, inputs, targets);
        if (room == 0) return 0;
        if (_read == _front.Count && !_front.IsLast) Exchange();
        int count = Math.Min(room, _front.Count - _read);
        if (count == 0 && _front.Failure is { } failure) ExceptionDispatchInfo.Throw(failure);
        _front.Inputs.AsSpan(_read * FeatureCount, count * FeatureCount).CopyTo(inputs);
        _front.Targets.AsSpan(_read * TargetSize, count * TargetSize).CopyTo(targets);
        _read += count;
        return count;
    }

    /// <summary>Ends the thread, and returns when it has ended: after the call of the source that is under way.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        lock (_gate)
        {
            _isDisposed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
    }

    /// <summary>Takes the buffer that was filled, and has the other one filled.</summary>
    private void Exchange()
    {
        lock (_gate)
        {
            AwaitBack();
            (_front, _back, _read) = (_back, _front, 0);
            if (!_front.IsLast) FillBack();
        }
    }

    private void AwaitBack()
    {
        while (_isFilling) Monitor.Wait(_gate);
    }

    private void FillBack()
    {
        _isFilling = true;
        Monitor.PulseAll(_gate);
    }

    private void Serve()
    {
        while (true)
        {
            lock (_gate)
            {
                while (!_isFilling && !_isDisposed) Monitor.Wait(_gate);
                if (_isDisposed) return;
            }

            _back.Fill(_source, _epoch);
            lock (_gate)
            {
                (_isFilling, _epoch) = (false, null);
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Samples that were read ahead, and what ended the reading, if something did.</summary>
    private sealed class Buffer(PrefetchedSource owner)
    {
        public float[] Inputs { get; } = new float[owner._bufferSize * owner.FeatureCount];

        public float[] Targets { get; } = new float[owner._bufferSize * owner.TargetSize];

        public int Count { get; private set; }

        public bool IsLast { get; set; }

        public Exception? Failure { get; private set; }

        public void Clear() => (Count, IsLast, Failure) = (0, false, null);

        /// <summary>Reads as many samples as there is room for; an epoch is given if it is to be begun.</summary>
        public void Fill(ISampleSource source, int? epoch)
        {
            Clear();
            try
            {
                if (epoch is { } first) source.Restart(first);
                while (Count < owner._bufferSize && !IsLast)
                {
                    int read = source.Read(Inputs.AsSpan(Count * owner.FeatureCount), Targets.AsSpan(Count * owner.TargetSize));
                    Count += SourceArgument.Read(read, owner._bufferSize - Count);
                    IsLast = read == 0;
                }
            }
            catch (Exception exception)
            {
                (Failure, IsLast) = (exception, true);
            }
        }
    }
}
