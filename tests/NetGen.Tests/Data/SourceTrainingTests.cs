using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Training;
using NetGen.Tests.Weights;
using Xunit;

#pragma warning disable xUnit1051 // These trainings are over before a test run could be cancelled.

namespace NetGen.Tests.Data;

/// <summary>Training on a source, beside training on a data set.</summary>
public sealed class SourceTrainingTests
{
    private static readonly Sharding s_always = new(MinSamples: 1, MinWork: 1, MinTotalWork: 0);

    [Theory]
    [InlineData(1, 1, 1000)]
    [InlineData(8, 1, 1000)]
    [InlineData(8, 1, 3)]
    [InlineData(8, 2, 1000)]
    [InlineData(7, 2, 2)]
    [InlineData(1000, 1, 1000)]
    public void TheSameBatchesGiveTheSameWeightsAsThoseOfADataset(int batchSize, int workers, int atATime)
    {
        const int Epochs = 3;
        Dataset data = Data();
        var options = new TrainingOptions { Schedule = new CosineAnnealing(20), AveragingDecay = 0.9f, Clipping = GradientClipping.ByGlobalNorm(1f) };

        // One worker, so that the batches are recorded in their order.
        var recording = new RecordingNetwork(new RowsNetwork(1));
        new Trainer<RecordingNetwork, SquaredError, Adam>(recording, new Adam(0.01f)).Fit(data, Epochs, batchSize, seed: 5);
        float[][] rows =
        [
            .. recording.Batches.SelectMany(batch =>
                batch.Inputs.Chunk(data.FeatureCount).Zip(batch.Targets.Chunk(data.TargetSize), (x, t) => (float[])[.. x, .. t])),
        ];

        var expected = new RowsNetwork(1);
        TrainingReport report = NewTrainer(expected).Fit(data, Epochs, batchSize, data, seed: 5, workers: workers, options: options);

        var actual = new RowsNetwork(1);
        float[][] RowsOf(int epoch) => rows[((epoch - 1) * data.Count)..(epoch * data.Count)];
        var source = new ScriptedSource(data.FeatureCount, data.TargetSize, RowsOf) { MostAtATime = atATime };
        TrainingReport fromSource = NewTrainer(actual).Fit(source, Epochs, batchSize, data, workers: workers, options: options);
        Assert.Equal(Bits(expected.Parameters), Bits(actual.Parameters));
        Assert.Equal(WithoutTimes(report), WithoutTimes(fromSource));
    }

    [Fact]
    public void WhereverTheSamplesAreTheSameOrderGivesTheSameWeights()
    {
        Dataset data = Data();
        float[] Train(ISampleSource source, int workers = 1)
        {
            var network = new RowsNetwork(1);
            NewTrainer(network).Fit(source, epochs: 3, batchSize: 8, workers: workers);
            return network.Parameters.ToArray();
        }

        using var directory = new TemporaryDirectory();
        MappedDataset.Write(directory / "rows", data.AsSource());
        using var mapped = new MappedDataset(directory / "rows", data.FeatureCount, data.TargetSize);
        float[] expected = Train(data.AsSource());
        Assert.Equal(Bits(expected), Bits(Train(mapped)));
        Assert.Equal(Bits(expected), Bits(Train(new EnumerableSource(TestSources.Rows(data), data.FeatureCount, data.TargetSize))));
        Assert.NotEqual(Bits(expected), Bits(Train(data.AsSource(seed: 1))));

        foreach (int bufferSize in (int[])[8, 3, 100])
        {
            using var ahead = new PrefetchedSource(mapped, bufferSize);
            Assert.Equal(Bits(expected), Bits(Train(ahead)));
        }

        using var shuffled = new PrefetchedSource(data.AsSource(seed: 1), 8);
        Assert.Equal(Bits(Train(data.AsSource(seed: 1), workers: 2)), Bits(Train(shuffled, workers: 2)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(8, false)]
    [InlineData(8, true)]
    public void StepsAllocateNothing(int batchSize, bool prefetches)
    {
        var network = new RowsNetwork(1);
        Dataset data = Data();
        using var ahead = new PrefetchedSource(data.AsSource(), batchSize);
        long[] allocated = new long[60];
        NewTrainer(network).Fit(prefetches ? ahead : new NotShuffled(data), allocated.Length, batchSize,
            progress: epoch => allocated[epoch.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(0, allocated.Skip(1).Zip(allocated, (after, before) => after - before).Order().ElementAt(allocated.Length * 3 / 4));
    }

    [Theory]
    [InlineData(0, float.NaN, "Sample 17 of epoch 2, feature 0 is NaN")]
    [InlineData(2, float.PositiveInfinity, "Sample 17 of epoch 2, feature 2 is Infinity")]
    [InlineData(4, float.NaN, "Sample 17 of epoch 2, target 0 is NaN")]
    [InlineData(4, 3f, "CrossEntropy does not take the target of sample 17 of epoch 2: ")]
    [InlineData(4, -1f, "CrossEntropy does not take the target of sample 17 of epoch 2: ")]
    public void ABadValueEndsTrainingAtTheLastGoodStep(int column, float value, string message)
    {
        float[][] Rows(int epoch)
        {
            float[][] rows = [.. Enumerable.Range(0, 20).Select(i => (float[])[i / 20f, i % 3 / 3f, 0.5f, -0.25f, i % 3])];
            if (epoch == 2) rows[17][column] = value;
            return rows;
        }

        var expected = new IrisNetwork(1);
        var good = new ScriptedSource(4, 1, epoch => epoch == 2 ? Rows(1)[..16] : Rows(1));
        Trainer.Create(expected, new Adam(0.01f), new CrossEntropy()).Fit(good, epochs: 2, batchSize: 4);
        var network = new IrisNetwork(1);
        var trainer = Trainer.Create(network, new Adam(0.01f), new CrossEntropy());
        Assert.StartsWith(message, Assert.Throws<InvalidDataException>(() => trainer.Fit(new ScriptedSource(4, 1, Rows), epochs: 3, batchSize: 4)).Message);
        Assert.Equal(9, trainer.Step);
        Assert.Equal(Bits(expected.Parameters), Bits(network.Parameters));
    }

    [Fact]
    public void AnEpochWithoutSamplesIsRefused()
    {
        var trainer = NewTrainer(new RowsNetwork(1));
        int features = RowsNetwork.InputSize, targets = RowsNetwork.OutputSize;
        var source = new ScriptedSource(features, targets, epoch => epoch == 1 ? [new float[features + targets]] : []);
        Assert.Equal("The source has no samples in epoch 2.", Assert.Throws<InvalidDataException>(() => trainer.Fit(source, 3)).Message);
        Assert.Equal(1, trainer.Step);
    }

    [Fact]
    public void BadArgumentsAreRefusedBeforeAnythingChanges()
    {
        var network = new RowsNetwork(1);
        var trainer = NewTrainer(network);
        Dataset data = Data();
        ISampleSource source = data.AsSource();
        Assert.Throws<ArgumentNullException>("training", () => trainer.Fit((ISampleSource)null!, 1));
        Assert.Throws<ArgumentNullException>("training", () => trainer.Fit(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => trainer.Fit(source, 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => trainer.Fit(source, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(
            "batchSize", () => trainer.Fit(new ScriptedSource(RowsNetwork.InputSize, RowsNetwork.OutputSize, _ => []), 1, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>("workers", () => trainer.Fit(source, 1, workers: 0));
        Assert.Throws<ArgumentException>("training", () => trainer.Fit(data.Slice(0, 0).AsSource(), 1));
        Assert.Throws<ArgumentException>("training", () => trainer.Fit(new ScriptedSource(RowsNetwork.InputSize + 1, RowsNetwork.OutputSize, _ => []), 1));
        Assert.Throws<ArgumentException>("training", () => trainer.Fit(new ScriptedSource(RowsNetwork.InputSize, RowsNetwork.OutputSize + 1, _ => []), 1));
        Assert.Throws<ArgumentException>("validation", () => trainer.Fit(source, 1, validation: data.Slice(0, 0)));
        Assert.Equal(0, trainer.Step);
        Assert.Equal(new RowsNetwork(1).Parameters, network.Parameters);
    }

    [Fact]
    public void CancellationKeepsTheLastCompleteStep()
    {
        using var cancellation = new CancellationTokenSource();
        var trainer = NewTrainer(new RowsNetwork(1));
        Dataset data = Data();
        float[][] rows = [.. Enumerable.Range(0, data.Count).Select(i => (float[])[.. data.Sample(i), .. data.Target(i)])];
        var source = new ScriptedSource(data.FeatureCount, data.TargetSize, _ => rows) { BeforeRead = read => { if (read == 16) cancellation.Cancel(); } };
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(source, 5, batchSize: 8, cancellationToken: cancellation.Token));
        Assert.Equal(3, trainer.Step);
    }

    private static EpochReport[] WithoutTimes(TrainingReport report) => [.. report.History.Select(epoch => epoch with { Elapsed = default })];

    private static Trainer<RowsNetwork, SquaredError, Adam> NewTrainer(RowsNetwork network) => new(network, new Adam(0.01f)) { Sharding = s_always };

    private static Dataset Data()
    {
        var random = new Random(5);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        return new Dataset(Values(30 * RowsNetwork.InputSize), RowsNetwork.InputSize, Values(30 * RowsNetwork.OutputSize), RowsNetwork.OutputSize);
    }

    private static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    /// <summary>A source of the caller's own.</summary>
    private sealed class NotShuffled(Dataset data) : ISampleSource
    {
        private int _next;

        public int FeatureCount => data.FeatureCount;

        public int TargetSize => data.TargetSize;

        public long? SampleCount => null;

        public void Restart(int epoch) => _next = 0;

        public int Read(Span<float> inputs, Span<float> targets)
        {
            if (_next == data.Count) return 0;
            data.Sample(_next).CopyTo(inputs);
            data.Target(_next++).CopyTo(targets);
            return 1;
        }
    }
}
