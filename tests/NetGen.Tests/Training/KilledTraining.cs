using System;
using System.Linq;
using System.Threading;
using NetGen.Tests.Generated.Networks;

namespace NetGen.Tests.Training;

/// <summary>A training that writes a checkpoint after each step, in a process that is killed.</summary>
internal static class KilledTraining
{
    public const string PathVariable = "NETGEN_TESTS_CHECKPOINT";
    public const string Started = "training";

    /// <summary>Trains until the process is killed, from its last checkpoint on.</summary>
    public static void Run()
    {
        int steps = 0;
        Train(new IrisNetwork(1), new Checkpointing(Environment.GetEnvironmentVariable(PathVariable)!) { EverySteps = 1, Resumes = true }, _ =>
        {
            if (++steps == 2) Console.WriteLine(Started);
        });
    }

    /// <summary>What a checkpoint has: the number of its steps, and a checksum of the weights after them.</summary>
    public static (long Step, int Weights) Read(string path)
    {
        // Cancelled from the start: it reads the checkpoint, and takes no step.
        var network = new IrisNetwork(2);
        long step = Train(network, new Checkpointing(path) { Resumes = true }, _ => { }, new CancellationToken(canceled: true));
        return (step, Sum(network));
    }

    /// <summary>Checksums of the weights after each of so many steps of a training that is not interrupted.</summary>
    public static int[] SumsAfter(long steps)
    {
        var network = new IrisNetwork(1);
        int[] sums = new int[steps + 1];
        using var cancellation = new CancellationTokenSource();
        Train(network, null, step =>
        {
            sums[step] = Sum(network);
            if (step == steps) cancellation.Cancel();
        }, cancellation.Token);
        return sums;
    }

    private static long Train(IrisNetwork network, Checkpointing? checkpoint, Action<int> beforeStep, CancellationToken token = default)
    {
        const int Samples = 4000;
        var random = new Random(1);
        float[] features = [.. Enumerable.Range(0, Samples * IrisNetwork.InputSize).Select(_ => random.NextSingle())];
        var data = new Dataset(features, IrisNetwork.InputSize, [.. Enumerable.Range(0, Samples).Select(i => i % IrisNetwork.OutputSize)]);
        int step = 0;
        var watched = new WatchedNetwork(network) { Before = () => beforeStep(step++) };
        var trainer = new Trainer<WatchedNetwork, CrossEntropy, Adam>(watched, new Adam());
        try
        {
            trainer.Fit(data, int.MaxValue, batchSize: 4, options: new() { Checkpoint = checkpoint, AveragingDecay = 0.9f }, cancellationToken: token);
        }
        catch (OperationCanceledException)
        {
        }

        return trainer.Step;
    }

    private static int Sum(IrisNetwork network) => network.Parameters.ToArray().Aggregate(17, (sum, value) => 31 * sum + BitConverter.SingleToInt32Bits(value));
}
