using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using System.Text.Json;
using NetGen.Benchmarks.Peers;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Jobs;

/// <summary>A network that is trained from beginning to end on real data, Adam 1e-3, batches of 32, one thread.</summary>
/// <param name="Workload">The network.</param>
/// <param name="Description">The data.</param>
/// <param name="Epochs">How often each sample is used.</param>
/// <param name="Create">Makes the network from a seed.</param>
/// <param name="Read">Reads the samples to learn from and those to test on.</param>
internal sealed record Job(string Workload, string Description, int Epochs, Func<int, INetwork> Create, Func<(Dataset Training, Dataset Test)> Read)
{
    private const float LearningRate = 1e-3f;

    /// <summary>Both of them; every fifth sample is for the test.</summary>
    public static ImmutableArray<Job> All { get; } =
    [
        new("W2", "1438 handwritten digits, 30 epochs", 30, seed => new Workloads.Digits(seed), () => global::Digits.DigitData.Read().SplitEvery(5, 4)),
        new("W4", "8000 images of MNIST, 3 epochs", 3, seed => new Images(seed), () => global::KnowledgeTransfer.MnistData.Read().SplitEvery(5, 4)),
    ];

    /// <summary>The competitors that train from beginning to end.</summary>
    public static ImmutableArray<string> Peers { get; } = ["NetGen", "TensorPrimitives", "scalar C#"];

    /// <summary>Does the job in this process, which should be new, and returns an <see cref="JobResult"/> as JSON. Reading the data is not timed; everything else is, the JIT included.</summary>
    public string Run(string peer, int seed)
    {
        (Dataset training, Dataset test) = Read();
        long start = Stopwatch.GetTimestamp();
        JobResult result = peer == "NetGen" ? RunNetGen(training, seed) : RunPeer(Workloads.Workload.Find(Workload), training, peer == "scalar C#");
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return JsonSerializer.Serialize(result with { Milliseconds = milliseconds, Accuracy = result.Network?.Accuracy(test) });
    }

    private JobResult RunNetGen(Dataset training, int seed)
    {
        INetwork network = Create(seed);
        Trainer.Create(network, new Adam(LearningRate), new CrossEntropy()).Fit(training, Epochs, Peer.TrainingBatch, seed: seed);
        return new JobResult(network);
    }

    /// <summary>The competitors' steps take a batch of 32 from one place, and so leave out the last few samples of an epoch.</summary>
    private JobResult RunPeer(Workload workload, Dataset training, bool isScalar)
    {
        var samples = new Samples(workload);
        using Peer peer = isScalar ? new ScalarPeer(workload, samples) : new TensorPrimitivesPeer(workload, samples);
        int[] order = [.. Enumerable.Range(0, training.Count)];
        var random = new Random(0);
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            for (int first = 0; first + Peer.TrainingBatch <= order.Length; first += Peer.TrainingBatch)
            {
                for (int i = 0; i < Peer.TrainingBatch; i++)
                {
                    training.Sample(order[first + i]).CopyTo(samples.Inputs.AsSpan(i * samples.InputSize));
                    samples.Targets[i] = training.Label(order[first + i]);
                }

                peer.TrainStep(UpdateRule.Adam, LearningRate);
            }
        }

        return new JobResult(null);
    }
}
