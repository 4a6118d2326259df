using System;
using System.CommandLine;
using System.Linq;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>private</c>: what private training costs beside plain training.</summary>
internal static class PrivateCommand
{
    private const int Samples = 8192;
    private const int Batch = 256;
    private const int Epochs = 20;
    private const int Rounds = 12;
    private const double MostCost = 1.6;

    public static Command Create()
    {
        var command = new Command("private", "A step of private training (DP-SGD) against a plain one.");
        command.SetAction(_ => Print());
        return command;
    }

    private static void Print()
    {
        Machine.UseOneProcessor();
        Console.WriteLine($"{Machine.Description}. One thread; batches of {Batch}, in the mean, of {Samples} samples; SGD; the least time of an epoch, in turn.");
        Console.WriteLine();
        var table = new MarkdownTable(1, "network", "plain step", "private step", "ratio", $"≤ {MostCost}×");
        foreach (Workload workload in Workload.All.Where(workload => workload.IsClassifier))
        {
            Dataset data = RandomData(workload.CreateNetwork().Info);
            INetwork network = workload.CreateNetwork();
            double plain = double.PositiveInfinity, isPrivate = double.PositiveInfinity;
            var options = new TrainingOptions { Privacy = new DifferentialPrivacy { ClippingNorm = 1f, NoiseMultiplier = 1f } };
            for (int round = 0; round < Rounds; round++)
            {
                plain = Math.Min(plain, LeastStep(network, data, options: null));
                isPrivate = Math.Min(isPrivate, LeastStep(network, data, options));
            }

            table.Add($"{workload.Id} {workload.Description}", Format.Time(plain), Format.Time(isPrivate), Format.Ratio(isPrivate / plain), isPrivate / plain <= MostCost ? "reached" : "missed");
        }

        Console.WriteLine(table);
    }

    private static double LeastStep(INetwork network, Dataset data, TrainingOptions? options)
    {
        double least = double.PositiveInfinity, last = 0;
        Trainer.Create(network, new Sgd(1e-3f), new CrossEntropy()).Fit(data, Epochs, Batch, options: options, progress: epoch =>
        {
            double elapsed = epoch.Elapsed.TotalNanoseconds;
            (least, last) = (Math.Min(least, elapsed - last), elapsed);
        });
        return least / (data.Count / Batch);
    }

    private static Dataset RandomData(NetworkInfo info)
    {
        var random = new Random(1);
        float[] features = new float[Samples * info.InputSize];
        foreach (ref float value in features.AsSpan()) value = random.NextSingle();
        return new Dataset(features, info.InputSize, [.. Enumerable.Range(0, Samples).Select(_ => random.Next(info.OutputSize))]);
    }
}
