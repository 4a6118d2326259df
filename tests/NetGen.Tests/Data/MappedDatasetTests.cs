using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Weights;
using Xunit;

namespace NetGen.Tests.Data;

public sealed class MappedDatasetTests
{
    [Fact]
    public void TheFileIsRowsOfLittleEndianFloats()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(3, MappedDataset.Write(directory / "rows", TestSources.Numbered(3).AsSource()));
        float[] expected = [0f, 0.25f, 0.5f, 0f, 0f, 1f, 1.25f, 1.5f, -1f, 0.5f, 2f, 2.25f, 2.5f, -2f, 1f];
        Assert.Equal(expected.SelectMany(BitConverter.GetBytes), File.ReadAllBytes(directory / "rows"));
        Assert.Equal(["rows"], directory.Names);

        File.WriteAllBytes(directory / "headed", [1, 2, 3, .. File.ReadAllBytes(directory / "rows")]);
        using var data = new MappedDataset(directory / "headed", TestSources.Features, TestSources.Targets, headerLength: 3);
        Assert.Equal([0, 1, 2], TestSources.ReadNumbers(data, 1, 2));
    }

    [Fact]
    public void BlocksAreShuffledAndSixteenOfThemTogether()
    {
        // 100 blocks of 10 samples: an epoch has them 16 at a time, and in each such window all of its samples in whatever order.
        using var directory = new TemporaryDirectory();
        MappedDataset.Write(directory / "rows", TestSources.Numbered(1000).AsSource());
        using var data = new MappedDataset(directory / "rows", TestSources.Features, TestSources.Targets, seed: 1, blockSize: 10);
        int[] numbers = TestSources.ReadNumbers(data, 1, 32);
        foreach (int[] window in numbers.Chunk(160))
        {
            int[] blocks = [.. window.Select(number => number / 10).Distinct()];
            Assert.Equal(window.Length / 10, blocks.Length);
            Assert.True(window.Zip(window.Skip(1)).Count(pair => pair.First / 10 == pair.Second / 10) < window.Length / 4);
            Assert.True(blocks.Max() - blocks.Min() > 2 * blocks.Length);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(19, 0)]
    [InlineData(61, 0)]
    [InlineData(60, 1)]
    [InlineData(8, 8)]
    [InlineData(8, 100)]
    public void AnotherLengthIsRefusedWithBoth(int length, int header)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllBytes(directory / "rows", new byte[length]);
        string message = Assert.Throws<InvalidDataException>(() => new MappedDataset(directory / "rows", 3, 2, headerLength: header)).Message;
        Assert.StartsWith($"Expected {header} bytes and a multiple of 20", message);
        Assert.EndsWith($"has {length}.", message);
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        using var directory = new TemporaryDirectory();
        string path = directory / "rows";
        MappedDataset.Write(path, TestSources.Numbered(4).AsSource());
        Assert.Throws<ArgumentOutOfRangeException>("featureCount", () => new MappedDataset(path, 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>("targetSize", () => new MappedDataset(path, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("blockSize", () => new MappedDataset(path, 3, 2, blockSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>("blockSize", () => new MappedDataset(path, 3, 2, blockSize: (1 << 24) + 1));
        Assert.Throws<ArgumentOutOfRangeException>("headerLength", () => new MappedDataset(path, 3, 2, headerLength: -1));
        Assert.Throws<FileNotFoundException>(() => new MappedDataset(directory / "missing", 3, 2));
        Assert.Throws<ArgumentNullException>("source", () => MappedDataset.Write(path, null!));

        var data = new MappedDataset(path, 3, 2);
        data.Dispose();
        data.Dispose();
        Assert.Throws<ObjectDisposedException>(() => data.Read(new float[3], new float[2]));
        Assert.Throws<ObjectDisposedException>(() => data.Restart(1));
    }

    [Fact]
    public void WhatCannotBeWrittenLeavesTheOldFile()
    {
        using var directory = new TemporaryDirectory();
        MappedDataset.Write(directory / "rows", TestSources.Numbered(4).AsSource());
        byte[] before = File.ReadAllBytes(directory / "rows");
        ISampleSource none = TestSources.Numbered(0).AsSource();
        Assert.Contains("no samples", Assert.Throws<InvalidDataException>(() => MappedDataset.Write(directory / "rows", none)).Message);
        var bad = new ScriptedSource(3, 2, _ => [[1, 2, 3, 4, 5], [1, 2, 3, float.NaN, 5]]);
        Assert.StartsWith("Value 3 of sample 1 is NaN", Assert.Throws<InvalidDataException>(() => MappedDataset.Write(directory / "rows", bad)).Message);
        Assert.Equal(before, File.ReadAllBytes(directory / "rows"));
        Assert.Equal(["rows"], directory.Names);
    }

    [Fact]
    public async Task DataLargerThanMemoryAreLearntFrom()
    {
        // Half a gigabyte of samples, and 64 megabytes of memory.
        Assert.SkipWhen(ChildProcess.IsChild, "A child process starts no children.");
        var limit = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "4000000", ["DOTNET_gcServer"] = "0" };
        ChildResult result = await ChildProcess.RunAsync([ChildProcess.TaskOption, ChildTasks.TrainOnALargeFile], limit);
        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains($"{LargeFileTraining.Samples} samples of {LargeFileTraining.Samples * (long)LargeFileTraining.RowBytes} bytes", result.Output);
    }
}
