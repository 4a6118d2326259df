using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Growth;

/// <summary>Training over batch sizes and workers.</summary>
internal static class TrainingGrowth
{
    private const int TrainingSamples = 4096;
    private const int Epochs = 10;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.5);

    /// <summary>A training step over batches of 1 to 1024.</summary>
    public static Curve OfBatch()
    {
        Workload[] workloads = [Workload.Find("W2"), Workload.Find("W4")];
        IReadOnlyList<Series> series = Curve.Measure(SizeGrowth.Powers(1, 1024), [.. workloads.Select(workload => workload.Description)], batch =>
            [.. workloads.Select(workload => Race.Run(Budget, Clock.Processor, new NetworkBodies(workload.CreateNetwork(), batch).TrainingStep)[0].Least)]);
        return new Curve("batch-time", "Time of a training step against the batch", "batch", "ns", new GrowthLaw.WithWork(batch => batch), series);
    }

    /// <summary>The time of a training sample with one and two workers. The process must not be bound to one processor before.</summary>
    public static IEnumerable<Curve> OfWorkers()
    {
        Dataset data = TrainingData();
        return [OfWorkers("small-batch", data, [16, 64], leastSpeedUp: 0.95), OfWorkers("batch", data, [256, 1024], leastSpeedUp: 1.7)];
    }

    private static Curve OfWorkers(string name, Dataset data, int[] batches, double leastSpeedUp)
    {
        var trainer = Trainer.Create(new Images(seed: 1), new Sgd(PeerMeasurement.LearningRate), new CrossEntropy());
        IReadOnlyList<Series> series = Curve.Measure([1, 2], [.. batches.Select(batch => $"batch {batch}")], workers =>
            [.. batches.Select(batch => Repeat.Least(4 * Budget, () => TimeSample(batch, workers)))]);
        return new Curve($"workers-{name}-time", $"Time of a training sample of 784-128-64-10 against workers, {name.Replace('-', ' ')}", "workers", "ns", new GrowthLaw.SpeedUp(leastSpeedUp), series);

        double TimeSample(int batch, int workers)
        {
            // The first epochs also start the threads and touch the memory of their gradients.
            double least = double.PositiveInfinity, last = 0;
            trainer.Fit(data, Epochs, batch, workers: workers, progress: epoch =>
            {
                double elapsed = epoch.Elapsed.TotalNanoseconds;
                (least, last) = (Math.Min(least, elapsed - last), elapsed);
            });
            return least / data.Count;
        }
    }

    private static Dataset TrainingData()
    {
        var random = new Random(1);
        float[] features = new float[TrainingSamples * Images.InputSize];
        foreach (ref float value in features.AsSpan()) value = random.NextSingle();
        int[] labels = [.. Enumerable.Range(0, TrainingSamples).Select(_ => random.Next(Images.OutputSize))];
        return new Dataset(features, Images.InputSize, labels);
    }
}
