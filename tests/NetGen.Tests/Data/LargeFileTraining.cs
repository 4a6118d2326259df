using System;
using System.IO;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Weights;

namespace NetGen.Tests.Data;

/// <summary>Training on a file larger than the memory of its process.</summary>
internal static class LargeFileTraining
{
    public const int RowBytes = sizeof(float) * (MnistNetwork.InputSize + 1);
    public const int Samples = (512 << 20) / RowBytes;

    /// <summary>Trains on each sample once.</summary>
    /// <exception cref="InvalidOperationException">Memory is not as small as it should be, or something was not learnt.</exception>
    public static void Run()
    {
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (memory > 64 << 20) throw new InvalidOperationException($"There are {memory} bytes of memory.");

        // A sparse file: black images of the class 0, which take no place on the disk.
        using var directory = new TemporaryDirectory();
        using (FileStream file = File.Create(directory / "rows")) file.SetLength(Samples * (long)RowBytes);
        using var data = new MappedDataset(directory / "rows", MnistNetwork.InputSize, 1, seed: 1);
        using var ahead = new PrefetchedSource(data, bufferSize: 256);
        var network = new MnistNetwork(seed: 1);
        var trainer = Trainer.Create(network, new Adam(0.01f), new CrossEntropy());
        TrainingReport report = trainer.Fit(ahead, epochs: 1, batchSize: 256);
        if (trainer.Step != (Samples + 255) / 256) throw new InvalidOperationException($"{trainer.Step} steps were taken.");
        if (!(report.Last.TrainingLoss < 0.5f)) throw new InvalidOperationException($"The loss is {report.Last.TrainingLoss}.");
        Console.WriteLine($"{data.SampleCount} samples of {new FileInfo(directory / "rows").Length} bytes");
    }
}
