using System;
using System.CommandLine;
using System.Diagnostics;
using System.Linq;
using System.Runtime.CompilerServices;
using HdrHistogram;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>tail</c>: how late the latest of ten million predictions are.</summary>
internal static class TailCommand
{
    private const int Predictions = 10_000_000;
    private const int WarmUp = 1_000_000;
    private const long LongestTime = 10_000_000_000;
    private const double MostSlowdown = 3;

    public static Command Create()
    {
        var command = new Command("tail", "Ten million single predictions of W2, each timed: percentiles, and garbage collections during them.");
        command.SetAction(_ => Print());
        return command;
    }

    private static void Print()
    {
        Machine.UseOneProcessor();
        var samples = new Samples(Workload.Find("W2"));
        var network = new Digits(seed: 1);
        LongHistogram clock = Histogram(), predictions = Histogram();
        Run(clock, WarmUp, null, samples);
        Run(predictions, WarmUp, network, samples);
        clock.Reset();
        predictions.Reset();
        Run(clock, WarmUp, null, samples);

        int collections = Collections();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long classes = Run(predictions, Predictions, network, samples);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        collections = Collections() - collections;

        double Nanoseconds(double percentile) => predictions.GetValueAtPercentile(percentile) * (1e9 / Stopwatch.Frequency);
        var table = new MarkdownTable(1, "percentile", "one `Predict`");
        foreach (double percentile in (double[])[50, 99, 99.9, 99.99]) table.Add($"p{percentile}", Format.Time(Nanoseconds(percentile)));
        table.Add("max", Format.Time(Nanoseconds(100)));
        double slowdown = Nanoseconds(99.99) / Nanoseconds(50);
        Console.WriteLine($"{Machine.Description}. {Predictions} predictions of 64-32-10, one thread; the clock's own time, {Format.Time(clock.GetValueAtPercentile(50) * (1e9 / Stopwatch.Frequency))}, is included.");
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine($"p99.99 ÷ median: {Format.Ratio(slowdown)}; target ≤ {MostSlowdown}× on an idle machine: {(slowdown <= MostSlowdown ? "reached" : "missed")}.");
        Console.WriteLine($"Garbage collections: {collections}; bytes allocated: {allocated}; sum of the predicted classes: {classes}.");
    }

    private static LongHistogram Histogram() => new(LongestTime, numberOfSignificantValueDigits: 3);

    private static int Collections() => Enumerable.Range(0, GC.MaxGeneration + 1).Sum(GC.CollectionCount);

    /// <summary>Times every prediction, of one sample after another; without a network, the clock alone. Returns the sum of the classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Run(LongHistogram histogram, int count, Digits? network, Samples samples)
    {
        long classes = 0;
        for (int prediction = 0; prediction < count; prediction++)
        {
            ReadOnlySpan<float> input = samples.Inputs.AsSpan(prediction % Samples.Count * Digits.InputSize, Digits.InputSize);
            long start = Stopwatch.GetTimestamp();
            if (network is not null) classes += network.Predict(input);
            histogram.RecordValue(Stopwatch.GetTimestamp() - start);
        }

        return classes;
    }
}
