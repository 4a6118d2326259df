using System;
using System.Linq;
using NetGen.Tests.Generated.Networks;

namespace NetGen.Tests.Infrastructure;

/// <summary>Training with several workers in a process in which nothing else runs: what its threads allocate, and a checksum of the weights.</summary>
internal static class ParallelTraining
{
    public const int Workers = 3;
    private const int Epochs = 20;

    /// <summary>Trains, and writes the checksum.</summary>
    /// <exception cref="InvalidOperationException">An epoch has allocated.</exception>
    public static void Run()
    {
        long[] allocated = new long[Epochs];
        Console.WriteLine($"weights {Train(epoch => allocated[epoch.Epoch - 1] = GC.GetTotalAllocatedBytes(precise: true))}");

        // The first epochs compile what they call.
        long late = allocated[^1] - allocated[Epochs / 2];
        if (late != 0) throw new InvalidOperationException($"{late} bytes were allocated in {Epochs / 2 - 1} epochs.");
    }

    /// <summary>A checksum of the weights after training.</summary>
    public static int Train(Action<EpochReport>? progress = null)
    {
        const int Samples = 300;
        var random = new Random(1);
        float[] features = [.. Enumerable.Range(0, Samples * MnistNetwork.InputSize).Select(_ => random.NextSingle())];
        int[] labels = [.. Enumerable.Range(0, Samples).Select(_ => random.Next(MnistNetwork.OutputSize))];
        var network = new MnistNetwork(seed: 1);
        Trainer.Create(network, new Adam(), new CrossEntropy())
            .Fit(new Dataset(features, MnistNetwork.InputSize, labels), Epochs, batchSize: 100, progress: progress, workers: Workers);
        return network.Parameters.ToArray().Aggregate(17, (hash, value) => 31 * hash + BitConverter.SingleToInt32Bits(value));
    }
}
