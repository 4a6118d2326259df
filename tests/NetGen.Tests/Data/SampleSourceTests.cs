using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Weights;
using Xunit;

namespace NetGen.Tests.Data;

/// <summary>What every source must do: each sample once an epoch, whole, in an order that the seed and the epoch decide.</summary>
public sealed class SampleSourceTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly List<IDisposable> _open = [];

    public static TheoryData<string, int, int> Cases => new MatrixTheoryData<string, int, int>(
        ["in order", "shuffled", "mapped", "mapped in blocks", "enumerable", "enumerable in order", "prefetched"], [1, 7, 100], [1, 3, 100]);

    public void Dispose()
    {
        for (int i = _open.Count - 1; i >= 0; i--) _open[i].Dispose();
        _directory.Dispose();
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AnEpochHasEachSampleOnceInTheSameOrderOnEachRun(string kind, int samples, int atATime)
    {
        ISampleSource source = Create(kind, samples, seed: 1), same = Create(kind, samples, seed: 1), other = Create(kind, samples, seed: 2);
        Assert.Equal(samples, source.SampleCount);
        Assert.Equal(0, source.Read(new float[TestSources.Features], new float[TestSources.Targets]));
        int[][] epochs = [.. Enumerable.Range(1, 4).Select(epoch => TestSources.ReadNumbers(source, epoch, atATime))];
        Assert.All(epochs, numbers => Assert.Equal(Enumerable.Range(0, samples), numbers.Order()));

        // Whatever was read before, how much at a time, and in the midst of which epoch it is begun.
        Assert.Equal(epochs[2], TestSources.ReadNumbers(same, 3, atATime: 2));
        same.Read(new float[TestSources.Features], new float[TestSources.Targets]);
        same.Restart(1);
        same.Read(new float[TestSources.Features], new float[TestSources.Targets]);
        Assert.Equal(epochs[1], TestSources.ReadNumbers(same, 2, atATime: 5));
        if (samples < 7) return;
        bool isInOrder = kind is "in order" or "mapped" or "enumerable in order";
        Assert.Equal(isInOrder ? 1 : 4, epochs.DistinctBy(numbers => string.Join(',', numbers)).Count());
        Assert.Equal(isInOrder, epochs[0].SequenceEqual(Enumerable.Range(0, samples)));
        Assert.Equal(isInOrder, epochs[0].SequenceEqual(TestSources.ReadNumbers(other, 1, atATime)));
    }

    [Theory]
    [InlineData("in order")]
    [InlineData("shuffled")]
    [InlineData("mapped")]
    [InlineData("mapped in blocks")]
    [InlineData("prefetched")]
    public void ReadingAllocatesNothing(string kind)
    {
        ISampleSource source = Create(kind, samples: 100, seed: 1);
        float[] inputs = new float[10 * TestSources.Features], targets = new float[10 * TestSources.Targets];
        source.Restart(1);
        Assert.Equal(0, Allocation.Measure(2, () => source.Read(inputs, targets)));
    }

    [Theory]
    [InlineData("in order")]
    [InlineData("mapped")]
    [InlineData("enumerable")]
    [InlineData("prefetched")]
    public void RoomForFewerTargetsThanSamplesIsRefused(string kind)
    {
        ISampleSource source = Create(kind, samples: 10, seed: 1);
        source.Restart(1);
        Assert.Throws<ArgumentException>("targets", () => source.Read(new float[4 * TestSources.Features], new float[4 * TestSources.Targets - 1]));

        // What is left over is left alone.
        float[] inputs = [.. Enumerable.Repeat(99f, 2 * TestSources.Features - 1)], targets = [.. Enumerable.Repeat(99f, 10)];
        Assert.Equal(1, source.Read(inputs, targets));
        Assert.All(inputs.Skip(TestSources.Features).Concat(targets.Skip(TestSources.Targets)), value => Assert.Equal(99f, value));
    }

    [Fact]
    public void AnEnumerableIsShuffledAsFarAsItsBufferReaches()
    {
        var source = new EnumerableSource(TestSources.Rows(TestSources.Numbered(200)), TestSources.Features, TestSources.Targets, shuffleBuffer: 20, seed: 3);
        int[] numbers = TestSources.ReadNumbers(source, 1, 16);
        Assert.All(numbers.Select((number, position) => number - position), lead => Assert.True(lead < 20));
        Assert.Contains(numbers.Select((number, position) => number - position), lead => lead > 10);
    }

    [Fact]
    public void AnEnumerableOfOtherLengthsIsRefusedWhereItIs()
    {
        (ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Target)[] rows = [.. TestSources.Rows(TestSources.Numbered(10))];
        rows[6].Target = new float[3];
        var source = new EnumerableSource(rows, TestSources.Features, TestSources.Targets);
        source.Restart(1);
        Assert.Equal(6, source.Read(new float[6 * TestSources.Features], new float[6 * TestSources.Targets]));
        string message = Assert.Throws<InvalidDataException>(() => source.Read(new float[3], new float[2])).Message;
        Assert.StartsWith("Expected 2 target values in sample 6 of the enumerable, got 3", message);
    }

    [Fact]
    public void AnEnumeratorIsDisposedOf()
    {
        int begun = 0, ended = 0;
        IEnumerable<(ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Target)> Rows()
        {
            begun++;
            try
            {
                foreach (var row in TestSources.Rows(TestSources.Numbered(5))) yield return row;
            }
            finally
            {
                ended++;
            }
        }

        var source = new EnumerableSource(Rows(), TestSources.Features, TestSources.Targets);
        Assert.Null(source.SampleCount);
        TestSources.ReadNumbers(source, 1, 2);
        Assert.Equal((1, 1), (begun, ended));
        source.Restart(2);
        source.Read(new float[3], new float[2]);
        source.Restart(3);
        source.Read(new float[3], new float[2]);
        Assert.Equal((3, 2), (begun, ended));
        source.Dispose();
        Assert.Equal((3, 3), (begun, ended));
        Assert.Equal(0, source.Read(new float[3], new float[2]));
    }

    [Fact]
    public void NumbersOutOfTheirRangesAreRefused()
    {
        var rows = TestSources.Rows(TestSources.Numbered(2));
        Assert.Throws<ArgumentNullException>("samples", () => new EnumerableSource(null!, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("featureCount", () => new EnumerableSource(rows, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("targetSize", () => new EnumerableSource(rows, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("shuffleBuffer", () => new EnumerableSource(rows, 1, 1, -1));
        Assert.Throws<ArgumentOutOfRangeException>("shuffleBuffer", () => new EnumerableSource(rows, 1, 1, int.MaxValue));
    }

    private ISampleSource Create(string kind, int samples, int seed)
    {
        Dataset data = TestSources.Numbered(samples);
        return kind switch
        {
            "in order" => data.AsSource(),
            "shuffled" => data.AsSource(seed),
            "mapped" => Map(null, 4096),
            "mapped in blocks" => Map(seed, 3),
            "enumerable in order" => Enumerate(0),
            "enumerable" => Enumerate(10),
            _ => Open(new PrefetchedSource(data.AsSource(seed), bufferSize: 4)),
        };

        MappedDataset Map(int? seed, int blockSize)
        {
            string path = _directory / $"{samples}";
            MappedDataset.Write(path, data.AsSource());
            return Open(new MappedDataset(path, TestSources.Features, TestSources.Targets, seed, blockSize));
        }

        EnumerableSource Enumerate(int buffer) =>
            Open(new EnumerableSource(TestSources.Rows(data).ToArray(), TestSources.Features, TestSources.Targets, buffer, seed));
    }

    private T Open<T>(T source)
        where T : IDisposable
    {
        _open.Add(source);
        return source;
    }
}
