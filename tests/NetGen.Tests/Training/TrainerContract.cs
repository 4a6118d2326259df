using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

#pragma warning disable xUnit1051 // Training on ten samples is over before a test run could be cancelled.

namespace NetGen.Tests.Training;

/// <summary>What training must do with any network, whatever its shape, with a loss of one target value an output. A subclass names the network.</summary>
public abstract partial class TrainerContract<TNetwork>
    where TNetwork : class, INetwork
{
    private const int Samples = 10;

    /// <summary>A network whose weights are the same at each call.</summary>
    protected abstract TNetwork Create();

    [Fact]
    public void TheSameSeedGivesTheSameWeightsBitForBit()
    {
        float[] Train(int seed)
        {
            TNetwork network = Create();
            NewTrainer(network).Fit(Data(network), epochs: 3, batchSize: 4, seed: seed);
            return network.Parameters.ToArray();
        }

        Assert.Equal(Bits(Train(7)), Bits(Train(7)));
        Assert.NotEqual(Bits(Train(7)), Bits(Train(8)));
    }

    [Theory]
    [InlineData(1, new[] { 1, 1, 1, 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(4, new[] { 4, 4, 2 })]
    [InlineData(3, new[] { 3, 3, 3, 1 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(1000, new[] { 10 })]
    public void EveryEpochUsesEachSampleOnceWithItsTarget(int batchSize, int[] expectedSizes)
    {
        var network = new RecordingNetwork(Create());
        Dataset data = Data(network);
        new Trainer<RecordingNetwork, SquaredError, MomentumWithDecay>(network, new(0.01f)).Fit(data, epochs: 3, batchSize);

        int inputSize = data.FeatureCount, targetSize = data.TargetSize;
        int[] sizes = [.. network.Batches.Select(batch => batch.Inputs.Length / inputSize)];
        Assert.Equal([.. expectedSizes, .. expectedSizes, .. expectedSizes], sizes);
        Assert.All(network.Batches, batch => Assert.Equal(batch.Inputs.Length == inputSize, batch.IsSingle));

        var used = new List<int>();
        foreach ((float[] inputs, float[] targets, _) in network.Batches)
        {
            for (int i = 0; i < inputs.Length / inputSize; i++)
            {
                float[] input = inputs[(i * inputSize)..((i + 1) * inputSize)];
                int index = Enumerable.Range(0, Samples).Single(sample => data.Sample(sample).SequenceEqual(input));
                Assert.Equal(data.Target(index), targets.AsSpan(i * targetSize, targetSize));
                used.Add(index);
            }
        }

        int[][] epochs = [.. used.Chunk(Samples)];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, Samples), epoch.Order()));
        if (batchSize >= Samples) Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(0, Samples), epoch));
        else Assert.Equal(4, epochs.Append([.. Enumerable.Range(0, Samples)]).DistinctBy(epoch => string.Join(',', epoch)).Count());
    }

    [Fact]
    public void AFullBatchStepIsTheTextbookStep()
    {
        TNetwork expected = Create(), actual = Create();
        Dataset data = Data(expected);
        var optimizer = new MomentumWithDecay(0.01f);
        float[] gradients = new float[expected.Info.ParameterBufferLength], state = new float[gradients.Length];
        float[] losses = new float[4];
        for (int step = 1; step <= losses.Length; step++)
        {
            losses[step - 1] = expected.BackwardBatch(data.Features, data.Targets, default(SquaredError), gradients, accumulate: false);
            optimizer.Update(expected.Parameters, gradients, state, step, 0.01f);
        }

        TrainingReport report = NewTrainer(actual).Fit(data, epochs: 4, batchSize: Samples);
        Assert.Equal(Bits(expected.Parameters), Bits(actual.Parameters));
        Assert.Equal(losses, report.History.Select(epoch => epoch.TrainingLoss));
    }

    [Fact]
    public void ASecondFitGoesOnWhereTheFirstEnded()
    {
        TNetwork once = Create(), twice = Create();
        Dataset data = Data(once);
        NewTrainer(once).Fit(data, epochs: 5, batchSize: Samples);
        var trainer = NewTrainer(twice);
        trainer.Fit(data, epochs: 2, batchSize: Samples);
        Assert.Equal(2, trainer.Step);
        trainer.Fit(data, epochs: 3, batchSize: Samples);
        Assert.Equal(5, trainer.Step);
        Assert.Equal(Bits(once.Parameters), Bits(twice.Parameters));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void StepsAndEpochsAllocateNothing(int batchSize)
    {
        TNetwork network = Create();
        Dataset data = Data(network);
        long[] allocated = new long[100];
        NewTrainer(network).Fit(data, epochs: 100, batchSize, validation: data,
            progress: epoch => allocated[epoch.Epoch - 1] = GC.GetAllocatedBytesForCurrentThread());

        // Most epochs, not all: a collection that other tests cause counts what is left of this thread's allocation buffer.
        IEnumerable<long> perEpoch = allocated.Skip(1).Zip(allocated, (after, before) => after - before);
        Assert.Equal(0, perEpoch.Order().ElementAt(allocated.Length * 3 / 4));
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(float.PositiveInfinity, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(1f, float.NegativeInfinity)]
    public void AStepWithALossOrGradientThatIsNotFiniteIsNotTaken(float badLoss, float badGradient)
    {
        TNetwork network = Create();
        float[]? before = null;
        var loss = new FailingError(new int[1], failAt: Samples + 5, badLoss, badGradient, () => before ??= network.Parameters.ToArray());
        var trainer = Trainer.Create(network, new MomentumWithDecay(0.01f), loss);
        var exception = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Data(network), epochs: 3, batchSize: 2));

        Assert.Equal((2, 3), (exception.Epoch, exception.Batch));
        Assert.Equal(float.IsFinite(badLoss), float.IsFinite(exception.Loss));
        Assert.Contains("epoch 2, batch 3", exception.Message);
        Assert.Equal(7, trainer.Step);
        Assert.Equal(Bits(before), Bits(network.Parameters));
    }

    [Fact]
    public void CancellationKeepsTheLastCompleteStep()
    {
        using var cancellation = new CancellationTokenSource();
        TNetwork expected = Create(), actual = Create();
        Dataset data = Data(actual);

        // Asked for in the midst of the second batch, it takes effect before the third.
        var recording = new RecordingNetwork(actual) { BeforeBatch = index => { if (index == 1) cancellation.Cancel(); } };
        var trainer = new Trainer<RecordingNetwork, SquaredError, MomentumWithDecay>(recording, new(0.01f));
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(data, epochs: 2, batchSize: 4, cancellationToken: cancellation.Token));
        Assert.Equal(2, trainer.Step);
        Assert.Equal(2, recording.Batches.Count);

        float[] gradients = new float[expected.Info.ParameterBufferLength], state = new float[gradients.Length];
        for (int step = 1; step <= 2; step++)
        {
            (float[] inputs, float[] targets, _) = recording.Batches[step - 1];
            expected.BackwardBatch(inputs, targets, default(SquaredError), gradients, accumulate: false);
            new MomentumWithDecay(0.01f).Update(expected.Parameters, gradients, state, step, 0.01f);
        }

        Assert.Equal(Bits(expected.Parameters), Bits(actual.Parameters));
    }

    [Fact]
    public void StopsWhenTheConditionIsMet()
    {
        TNetwork network = Create();
        var reported = new List<int>();
        TrainingReport report = NewTrainer(network)
            .Fit(Data(network), epochs: 50, until: epoch => epoch.Epoch == 3, progress: epoch => reported.Add(epoch.Epoch));
        Assert.Equal((3, StopReason.ConditionMet), (report.EpochsRun, report.StopReason));
        Assert.Equal([1, 2, 3], reported);
        Assert.Equal([1, 2, 3], report.History.Select(epoch => epoch.Epoch));
        Assert.All(report.History, epoch => Assert.Equal(50, epoch.Epochs));
        Assert.True(report.Elapsed >= report.Last.Elapsed && report.Last.Elapsed > TimeSpan.Zero);

        report = NewTrainer(network).Fit(Data(network), epochs: 2, until: _ => false);
        Assert.Equal((2, StopReason.EpochsCompleted), (report.EpochsRun, report.StopReason));
    }

    [Fact]
    public void TheValidationLossIsTheMeanLossAfterTheEpoch()
    {
        TNetwork network = Create();
        Dataset validation = Data(network, seed: 5);
        float meanLoss = float.NaN;
        TrainingReport report = NewTrainer(network).Fit(Data(network), epochs: 1, batchSize: 3, validation,
            progress: _ => meanLoss = network.MeanLoss<SquaredError>(validation));
        Assert.Equal(meanLoss, report.Last.ValidationLoss);
        Assert.Equal(meanLoss, NewTrainer(network).Evaluate(validation).Loss);
        Assert.Null(report.Last.ValidationAccuracy);
        Assert.Null(NewTrainer(network).Fit(Data(network), epochs: 1).Last.ValidationLoss);
    }

    [Fact]
    public void BadArgumentsAreRefusedBeforeAnythingChanges()
    {
        TNetwork network = Create();
        int inputs = network.Info.InputSize, outputs = network.Info.OutputSize;
        Dataset data = Data(network);
        var trainer = NewTrainer(network);
        float[] before = network.Parameters.ToArray();

        Assert.Throws<ArgumentNullException>("training", () => trainer.Fit(null!, 1));
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => trainer.Fit(data, 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => trainer.Fit(data, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("workers", () => trainer.Fit(data, 1, workers: 0));
        Assert.Throws<ArgumentOutOfRangeException>("workers", () => trainer.Fit(data, 1, workers: -1));
        Assert.Throws<ArgumentException>("training", () => trainer.Fit(data.Slice(0, 0), 1));
        Assert.Throws<ArgumentException>("training", () => trainer.Fit(new Dataset(new float[inputs + 1], inputs + 1, new float[outputs], outputs), 1));
        Assert.Throws<ArgumentException>("training", () => trainer.Fit(new Dataset(new float[inputs], inputs, new float[outputs + 1], outputs + 1), 1));
        Assert.Throws<ArgumentException>("validation", () => trainer.Fit(data, 1, validation: data.Slice(0, 0)));
        Assert.Throws<ArgumentException>("data", () => trainer.Evaluate(data.Slice(0, 0)));
        Assert.Throws<ArgumentNullException>("network", () => NewTrainer(null!));
        Assert.Throws<ArgumentNullException>("optimizer", () => new Trainer<TNetwork, SquaredError, MomentumWithDecay>(network, null!));
        Assert.Equal(0, trainer.Step);
        Assert.Equal(Bits(before), Bits(network.Parameters));
    }

    private static Trainer<TNetwork, SquaredError, MomentumWithDecay> NewTrainer(TNetwork network) => new(network, new MomentumWithDecay(0.01f));

    private static Dataset Data(INetwork network, int seed = 3, int samples = Samples)
    {
        var random = new Random(seed);
        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
        (int inputs, int outputs) = (network.Info.InputSize, network.Info.OutputSize);
        return new Dataset(Values(samples * inputs), inputs, Values(samples * outputs), outputs);
    }

    private static int[] Bits(ReadOnlySpan<float> values) => System.Runtime.InteropServices.MemoryMarshal.Cast<float, int>(values).ToArray();
}

public sealed class PlainNetworkTrainerTests : TrainerContract<PlainNetwork>
{
    protected override PlainNetwork Create() => new();
}
