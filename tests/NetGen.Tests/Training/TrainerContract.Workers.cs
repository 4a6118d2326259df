using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Xunit;

#pragma warning disable xUnit1051 // Training on a few samples is over before a test run could be cancelled.

namespace NetGen.Tests.Training;

/// <summary>What training must do when several workers share its steps.</summary>
public abstract partial class TrainerContract<TNetwork>
{
    // Cuts even the smallest batch, and starts threads even for the shortest training.
    private static readonly Sharding s_always = new(MinSamples: 1, MinWork: 1, MinTotalWork: 0);

    public static TheoryData<int, int> WorkersAndBatchSizes => new MatrixTheoryData<int, int>([1, 2, 3], [1, 7, 33, 70]);

    [Theory]
    [MemberData(nameof(WorkersAndBatchSizes))]
    public void TheSameNumberOfWorkersGivesTheSameWeightsWhateverTheThreadsDo(int workers, int batchSize)
    {
        int[] expected = Bits(Train(Create(), null));
        Assert.Equal(expected, Bits(Train(Create(), null)));
        for (int seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            Assert.Equal(expected, Bits(Train(Create(), () => Dawdle(random))));
        }

        float[] Train(TNetwork network, Action? delay)
        {
            var watched = new WatchedNetwork(network) { Before = delay, After = delay };
            NewTeam(watched).Fit(Data(network, samples: 70), epochs: 2, batchSize, workers: workers);
            return network.Parameters.ToArray();
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void SeveralWorkersComputeTheGradientsOfOne(int workers)
    {
        // One step of gradient descent at the rate 1 takes away the gradient.
        float[] Gradients(int workers, out float loss)
        {
            TNetwork network = Create();
            float[] before = network.Parameters.ToArray();
            var trainer = new Trainer<TNetwork, SquaredError, Sgd>(network, new Sgd(1f)) { Sharding = s_always };
            loss = trainer.Fit(Data(network, samples: 70), epochs: 1, batchSize: 70, workers: workers).Last.TrainingLoss;
            return [.. before.Zip(network.Parameters.ToArray(), (start, end) => start - end)];
        }

        float[] expected = Gradients(1, out float expectedLoss), actual = Gradients(workers, out float loss);
        float tolerance = 1e-5f * expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.Equal(expectedLoss, loss, 1e-5f * expectedLoss);
    }

    [Theory]
    [InlineData(2, 7, new[] { 3, 4, 1, 2 })]
    [InlineData(3, 8, new[] { 2, 3, 3, 1, 1 })]
    [InlineData(4, 10, new[] { 2, 3, 2, 3 })]
    public void EveryEpochUsesEachSampleOnceInShards(int workers, int batchSize, int[] expectedSizes)
    {
        var network = new RecordingNetwork(Create());
        Dataset data = Data(network);
        NewTeam(network).Fit(data, epochs: 2, batchSize, workers: workers);

        int inputSize = data.FeatureCount;
        int[] sizes = [.. network.Batches.Select(batch => batch.Inputs.Length / inputSize)];
        Assert.Equal(expectedSizes.Concat(expectedSizes).Order(), sizes.Order());
        Assert.All(network.Batches, batch => Assert.Equal(batch.Inputs.Length == inputSize, batch.IsSingle));
        foreach (var epoch in new[] { network.Batches.Take(expectedSizes.Length), network.Batches.Skip(expectedSizes.Length) })
        {
            float[] inputs = [.. epoch.SelectMany(batch => batch.Inputs)], targets = [.. epoch.SelectMany(batch => batch.Targets)];
            int[] used = [.. inputs.Chunk(inputSize).Select(input => Enumerable.Range(0, Samples).Single(i => data.Sample(i).SequenceEqual(input)))];
            Assert.Equal(Enumerable.Range(0, Samples), used.Order());
            Assert.Equal(used.SelectMany(i => data.Target(i).ToArray()), targets);
        }
    }

    [Fact]
    public void StepsOfSeveralWorkersAllocateNothing()
    {
        const int Epochs = 100;
        const int Shards = 9 * Epochs;
        List<long> byCaller = new(Shards), byHelper = new(Shards);
        Thread caller = Thread.CurrentThread;

        // From one shard to the next on the same thread, whatever it does in between.
        void Note() => (Thread.CurrentThread == caller ? byCaller : byHelper).Add(GC.GetAllocatedBytesForCurrentThread());
        var network = new WatchedNetwork(Create()) { Before = Note };
        NewTeam(network).Fit(Data(network, samples: 33), Epochs, batchSize: 8, workers: 2);

        Assert.Equal(Shards, byCaller.Count + byHelper.Count);
        foreach (List<long> allocated in new[] { byCaller, byHelper }.Where(list => list.Count > 20))
        {
            // Most shards, not all: a collection that other tests cause counts what is left of a thread's allocation buffer.
            IEnumerable<long> perShard = allocated.Skip(1).Zip(allocated, (after, before) => after - before);
            Assert.Equal(0, perShard.Order().ElementAt(allocated.Count * 3 / 4));
        }
    }

    [Theory]
    [InlineData(float.NaN, 1f)]
    [InlineData(1f, float.NaN)]
    [InlineData(1f, float.NegativeInfinity)]
    public void AStepOfSeveralWorkersThatIsNotFiniteIsNotTaken(float badLoss, float badGradient)
    {
        TNetwork network = Create();
        float[]? before = null;
        var loss = new FailingError(new int[1], failAt: Samples + 8, badLoss, badGradient, () => before ??= network.Parameters.ToArray());
        var trainer = new Trainer<TNetwork, FailingError, MomentumWithDecay>(network, new(0.01f), loss) { Sharding = s_always };
        var exception = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Data(network), epochs: 3, batchSize: 4, workers: 2));

        // The last of the four samples of the second batch, so in one of its two shards.
        Assert.Equal((2, 2), (exception.Epoch, exception.Batch));
        Assert.Equal(float.IsFinite(badLoss), float.IsFinite(exception.Loss));
        Assert.Equal(4, trainer.Step);
        Assert.Equal(Bits(before), Bits(network.Parameters));
    }

    [Fact]
    public void CancellationAmongSeveralWorkersKeepsTheLastCompleteStep()
    {
        using var cancellation = new CancellationTokenSource();
        TNetwork expected = Create(), actual = Create();
        NewTeam(expected).Fit(Data(expected), epochs: 2, batchSize: Samples, workers: 2);

        int shards = 0;
        var watched = new WatchedNetwork(actual) { Before = () => { if (Interlocked.Increment(ref shards) == 4) cancellation.Cancel(); } };
        var trainer = NewTeam(watched);
        Assert.Throws<OperationCanceledException>(
            () => trainer.Fit(Data(actual), epochs: 5, batchSize: Samples, workers: 2, cancellationToken: cancellation.Token));
        Assert.Equal((2, 4), (trainer.Step, shards));
        Assert.Equal(Bits(expected.Parameters), Bits(actual.Parameters));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(typeof(NotSupportedException))]
    [InlineData(typeof(OperationCanceledException))]
    public void TheThreadsOfWorkersEndHoweverTrainingDoes(Type? end)
    {
        Assert.SkipWhen(Environment.ProcessorCount == 1, "On one core there are no threads but the caller's.");
        Thread caller = Thread.CurrentThread;
        using var cancellation = new CancellationTokenSource();
        using var both = new CountdownEvent(2);
        var threads = new ConcurrentDictionary<Thread, int>();
        void Meet()
        {
            // The first shards wait for each other, so that two threads are at work.
            if (threads.TryAdd(Thread.CurrentThread, 0)) both.Signal();
            Assert.True(both.Wait(TimeSpan.FromSeconds(60)), "The second thread did not come.");
            if (end == typeof(OperationCanceledException)) cancellation.Cancel();
            if (end == typeof(NotSupportedException) && Thread.CurrentThread != caller) throw new NotSupportedException("On purpose.");
        }

        var network = new WatchedNetwork(Create()) { Before = Meet };
        Exception? exception = Record.Exception(
            () => NewTeam(network).Fit(Data(network), epochs: 2, batchSize: 5, workers: 2, cancellationToken: cancellation.Token));
        Assert.Equal(end, exception?.GetType());
        Assert.False(Assert.Single(threads.Keys, thread => thread != caller).IsAlive);
    }

    [Fact]
    public void TrainingGoesOnAcrossFitsOfDifferentWorkers()
    {
        float[] Train(params int[] workers)
        {
            TNetwork network = Create();
            var trainer = new Trainer<TNetwork, SquaredError, Adam>(network, new Adam(0.01f)) { Sharding = s_always };
            foreach (int count in workers) trainer.Fit(Data(network), epochs: 2, batchSize: 4, workers: count);
            return network.Parameters.ToArray();
        }

        float[] expected = Train(1, 1), actual = Train(2, 3);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        Assert.Equal(Bits(Train(2, 3)), Bits(actual));
    }

    [Fact]
    public void StepsBelowTheBreakEvenAreNotCut()
    {
        var network = new RecordingNetwork(Create());
        Dataset data = Data(network);
        new Trainer<RecordingNetwork, SquaredError, MomentumWithDecay>(network, new(0.01f)).Fit(data, epochs: 1, batchSize: 4, workers: 8);
        Assert.Equal([4, 4, 2], network.Batches.Select(batch => batch.Inputs.Length / data.FeatureCount));
    }

    private static Trainer<TAny, SquaredError, MomentumWithDecay> NewTeam<TAny>(TAny network)
        where TAny : class, INetwork =>
        new(network, new MomentumWithDecay(0.01f)) { Sharding = s_always };

    private static void Dawdle(Random random)
    {
        int choice;
        lock (random) choice = random.Next(20);
        if (choice == 0) Thread.Sleep(1);
        else if (choice < 5) Thread.Yield();
        else if (choice < 15) Thread.SpinWait(100 * choice);
    }
}
