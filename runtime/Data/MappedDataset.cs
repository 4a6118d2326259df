using System;
using System.IO;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Samples in a file that is mapped into memory, of which only the parts that are read need be there: for data sets larger than memory. The file has a row
/// for each sample, its features and then its target, as little-endian 32-bit floats without gaps, behind a header that is skipped. It must not change
/// while it is mapped: where a file is cut short, the system ends the process that reads behind its end.
/// </summary>
/// <remarks>
/// Without a seed the samples come in the order of the file. With one, each epoch draws another order in two stages (Xu et al., "In-database machine learning
/// with CorgiPile: stochastic gradient descent without full data shuffle", 2022): the blocks of the file, of some successive samples each, are put into random
/// order, and the samples of each 16 successive blocks of that order are shuffled together. A file of up to 16 blocks is shuffled entirely. In a larger one
/// a disk is read in pieces of a block, and the memory that is needed at a time is that of 16 blocks; samples should not be sorted, by their class for
/// instance, in stretches longer than many blocks.
/// </remarks>
public sealed unsafe class MappedDataset : ISampleSource, IDisposable
{
    private const int BlocksOfWindow = 16;
    private const int MaxBlockSize = 1 << 24;

    private readonly int? _seed;
    private readonly long _rowBytes;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _rows;

    // With a seed: the blocks in the order of the epoch, and the samples of the window in theirs.
    private readonly int _blockSize;
    private readonly int[] _blocks;
    private readonly long[] _window;
    private SeededRandom _random;
    private int _nextBlock;
    private int _windowCount;
    private int _nextOfWindow;
    private long _next;
    private bool _isDisposed;

    /// <summary>Maps a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="featureCount">The values of one sample, at least 1.</param>
    /// <param name="targetSize">The values of one target, at least 1.</param>
    /// <param name="seed">The seed of the order; null for the order of the file.</param>
    /// <param name="blockSize">The samples of a block, from 1 to 2²⁴; 4096 unless told otherwise.</param>
    /// <param name="headerLength">The bytes to skip at the start of the file, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <exception cref="InvalidDataException">The file is no header and a whole number of rows, at least one.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public MappedDataset(string path, int featureCount, int targetSize, int? seed = null, int blockSize = 4096, long headerLength = 0)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FeatureCount = SourceArgument.AtLeast(1, featureCount);
        TargetSize = SourceArgument.AtLeast(1, targetSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockSize, MaxBlockSize);
        _blockSize = SourceArgument.AtLeast(1, blockSize);
        ArgumentOutOfRangeException.ThrowIfNegative(headerLength);
        (_seed, _rowBytes) = (seed, sizeof(float) * ((long)featureCount + targetSize));

        long length = new FileInfo(path).Length, data = length - headerLength;
        if (data <= 0 || data % _rowBytes != 0)
        {
            throw new InvalidDataException(
                $"Expected {headerLength} bytes and a multiple of {_rowBytes}, for rows of {featureCount} features and {targetSize} target values; " +
                $"'{path}' has {length}.");
        }

        SampleCount = data / _rowBytes;
        long blocks = seed is null ? 0 : (SampleCount + blockSize - 1) / blockSize;
        if (blocks > Array.MaxLength)
            throw new ArgumentOutOfRangeException(nameof(blockSize), blockSize, $"The file has {blocks} such blocks; the most is {Array.MaxLength}.");
        (_blocks, _window) = (new int[blocks], new long[seed is null ? 0 : Math.Min(SampleCount, BlocksOfWindow * (long)blockSize)]);
        _random = new SeededRandom(seed ?? 0);

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        try
        {
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        }
        catch
        {
            _file.Dispose();
            throw;
        }

        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _rows);
        _rows += _view.PointerOffset + headerLength;
        _next = SampleCount;
    }

    /// <inheritdoc/>
    public int FeatureCount { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <summary>The number of samples.</summary>
    public long SampleCount { get; }

    long? ISampleSource.SampleCount => SampleCount;

    /// <summary>
    /// Writes the samples of one epoch of a source to such a file, without a header. It appears whole or not at all, and takes the place of an older one. Data
    /// sets are written by their <see cref="Dataset.AsSource"/>, samples that come one after another by an <see cref="EnumerableSource"/>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="source">The source.</param>
    /// <returns>The number of samples.</returns>
    /// <exception cref="InvalidDataException">The source has no samples, or a value is not finite; an older file is left as it was.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    public static long Write(string path, ISampleSource source)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(source);
        long samples = 0;
        AtomicFile.Write(path, stream => samples = WriteRows(stream, source));
        return samples;
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Restart(int epoch)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        (_next, _nextBlock, _windowCount, _nextOfWindow) = (0, 0, 0, 0);
        if (_seed is not { } seed) return;
        _random = SeededRandom.OfEpoch(seed, epoch);
        for (int i = 0; i < _blocks.Length; i++) _blocks[i] = i;
        _random.Shuffle(_blocks);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is room for fewer targets than samples.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public int Read(Span<float> inputs, Span<float> targets)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        int count = (int)Math.Min(SourceArgument.Room(this, inputs, targets), SampleCount - _next);
        Span<byte> inputBytes = MemoryMarshal.AsBytes(inputs), targetBytes = MemoryMarshal.AsBytes(targets);
        int sampleBytes = sizeof(float) * FeatureCount, oneTarget = sizeof(float) * TargetSize;
        for (int i = 0; i < count; i++)
        {
            byte* row = _rows + NextRow() * _rowBytes;
            new ReadOnlySpan<byte>(row, sampleBytes).CopyTo(inputBytes[(i * sampleBytes)..]);
            new ReadOnlySpan<byte>(row + sampleBytes, oneTarget).CopyTo(targetBytes[(i * oneTarget)..]);
        }

        LittleEndian.Convert(inputs[..(count * FeatureCount)]);
        LittleEndian.Convert(targets[..(count * TargetSize)]);
        return count;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private long NextRow()
    {
        long position = _next++;
        if (_seed is null) return position;
        if (_nextOfWindow == _windowCount) FillWindow();
        return _window[_nextOfWindow++];
    }

    private void FillWindow()
    {
        (_windowCount, _nextOfWindow) = (0, 0);
        for (int last = Math.Min(_nextBlock + BlocksOfWindow, _blocks.Length); _nextBlock < last; _nextBlock++)
        {
            long first = (long)_blocks[_nextBlock] * _blockSize, end = Math.Min(first + _blockSize, SampleCount);
            for (long row = first; row < end; row++) _window[_windowCount++] = row;
        }

        _random.Shuffle(_window.AsSpan(0, _windowCount));
    }

    private static long WriteRows(Stream stream, ISampleSource source)
    {
        int features = source.FeatureCount, targetSize = source.TargetSize;
        int room = Math.Clamp((1 << 16) / (features + targetSize), 1, 1 << 12);
        float[] inputs = new float[room * features], targets = new float[room * targetSize], row = new float[features + targetSize];
        long samples = 0;
        source.Restart(1);
        for (int count = source.Read(inputs, targets); count > 0; count = source.Read(inputs, targets))
        {
            for (int i = 0; i < count; i++, samples++)
            {
                inputs.AsSpan(i * features, features).CopyTo(row);
                targets.AsSpan(i * targetSize, targetSize).CopyTo(row.AsSpan(features));
                int bad = Finite.IndexOfNonFinite(row);
                if (bad >= 0) throw new InvalidDataException($"Value {bad} of sample {samples} is {row[bad]}; every value must be finite.");
                LittleEndian.Convert(row.AsSpan());
                stream.Write(MemoryMarshal.AsBytes(row.AsSpan()));
            }
        }

        return samples > 0 ? samples : throw new InvalidDataException("The source has no samples.");
    }
}
