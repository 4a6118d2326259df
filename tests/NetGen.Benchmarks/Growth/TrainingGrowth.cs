using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Growth;

/// <summary>Training over batch sizes and threads.</summary>
internal static class TrainingGrowth
{
    private const int TrainingSamples = 1024;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.5);

    /// <summary>A training step over batches of 1 to 1024.</summary>
    public static Curve OfBatch()
    {
        Workload[] workloads = [Workload.Find("W2"), Workload.Find("W4")];
        IReadOnlyList<Series> series = Curve.Measure(SizeGrowth.Powers(1, 1024), [.. workloads.Select(workload => workload.Description)], batch =>
            [.. workloads.Select(workload => Race.Run(Budget, Clock.Processor, new NetworkBodies(workload.CreateNetwork(), batch).TrainingStep)[0].Least)]);
        return new Curve("batch-time", "Time of a training step against the batch", "batch", "ns", new GrowthLaw.WithWork(batch => batch), series);
    }

    /// <summary>The time of a training sample on one and two threads. Do not bind the process to one processor before.</summary>
    public static Curve OfThreads()
    {
        int[] batches = [32, 256];
        IReadOnlyList<Series> series = Curve.Measure([1, 2], [.. batches.Select(batch => $"batch {batch}")], threads =>
            [.. batches.Select(batch => Repeat.Least(4 * Budget, () => TimeSample(threads, batch)))]);
        return new Curve("threads-time", "Time of a training sample against threads, each with its network", "threads", "ns", new GrowthLaw.SpeedUp(1.7), series);
    }

    /// <summary>Trains with so many threads and returns the time over the number of samples, in ns.</summary>
    private static double TimeSample(int threads, int batch)
    {
        Action[] trainings = [.. Enumerable.Range(0, threads).Select(_ => Training(batch))];
        using var start = new Barrier(threads);
        double[] nanoseconds = new double[threads];
        Thread[] started = [.. trainings.Select((training, index) => new Thread(() =>
        {
            start.SignalAndWait();
            long begin = Stopwatch.GetTimestamp();
            training();
            nanoseconds[index] = Stopwatch.GetElapsedTime(begin).TotalNanoseconds;
        }))];
        foreach (Thread thread in started) thread.Start();
        foreach (Thread thread in started) thread.Join();
        return nanoseconds.Max() / ((double)TrainingSamples * threads);
    }

    private static Action Training(int batch)
    {
        var random = new Random(1);
        float[] features = new float[TrainingSamples * Images.InputSize];
        foreach (ref float value in features.AsSpan()) value = random.NextSingle();
        int[] labels = [.. Enumerable.Range(0, TrainingSamples).Select(_ => random.Next(Images.OutputSize))];
        var data = new Dataset(features, Images.InputSize, labels);
        var trainer = Trainer.Create(new Images(seed: 1), new Sgd(1e-7f), new CrossEntropy());
        return () => trainer.Fit(data, epochs: 1, batch);
    }
}
