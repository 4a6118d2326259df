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
    private const int Parts = 10;
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
        var network = new Workloads.Digits(seed: 1);
        LongHistogram predictions = Histogram(), arithmetic = Histogram();
        Predict(predictions, WarmUp, network, samples);
        double median = predictions.GetValueAtPercentile(50);
        predictions.Reset();

        // As many steps as take as long as a prediction.
        int steps = 64;
        Compute(arithmetic, WarmUp, steps);
        steps = (int)Math.Max(1, steps * median / arithmetic.GetValueAtPercentile(50));
        arithmetic.Reset();

        int collections = Collections();
        long allocated = GC.GetAllocatedBytesForCurrentThread(), classes = 0;
        for (int part = 0; part < Parts; part++)
        {
            classes += Predict(predictions, Predictions / Parts, network, samples);
            Compute(arithmetic, Predictions / Parts, steps);
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        collections = Collections() - collections;

        var table = new MarkdownTable(1, "percentile", "one `Predict`", "arithmetic in registers");
        foreach (double percentile in (double[])[50, 99, 99.9, 99.99]) table.Add($"p{percentile}", Format.Time(Nanoseconds(predictions, percentile)), Format.Time(Nanoseconds(arithmetic, percentile)));
        table.Add("max", Format.Time(Nanoseconds(predictions, 100)), Format.Time(Nanoseconds(arithmetic, 100)));
        double slowdown = Slowdown(predictions), machine = Slowdown(arithmetic);
        Console.WriteLine(
            $"{Machine.Description}. {Predictions} predictions of 64-32-10, one thread, the clock's own time included; and between them, as many runs of a loop that reads no memory, " +
            "as long as a prediction: what makes that late is the machine.");
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine(
            $"p99.99 ÷ median: {Format.Ratio(slowdown)}, of the loop {Format.Ratio(machine)}; target ≤ {MostSlowdown}× on an idle machine: " +
            (slowdown <= MostSlowdown ? "reached." : machine > MostSlowdown ? "missed; the machine is not idle enough to tell." : "missed."));
        Console.WriteLine($"Garbage collections: {collections}; bytes allocated: {allocated}; sum of the predicted classes: {classes}.");
    }

    private static double Nanoseconds(LongHistogram times, double percentile) => times.GetValueAtPercentile(percentile) * (1e9 / Stopwatch.Frequency);

    private static double Slowdown(LongHistogram times) => Nanoseconds(times, 99.99) / Nanoseconds(times, 50);

    private static LongHistogram Histogram() => new(LongestTime, numberOfSignificantValueDigits: 3);

    private static int Collections() => Enumerable.Range(0, GC.MaxGeneration + 1).Sum(GC.CollectionCount);

    /// <summary>Times every prediction, of one sample after another. Returns the sum of the classes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long Predict(LongHistogram times, int count, Workloads.Digits network, Samples samples)
    {
        long classes = 0;
        for (int prediction = 0; prediction < count; prediction++)
        {
            ReadOnlySpan<float> input = samples.Inputs.AsSpan(prediction % Samples.Count * Workloads.Digits.InputSize, Workloads.Digits.InputSize);
            long start = Stopwatch.GetTimestamp();
            classes += network.Predict(input);
            times.RecordValue(Stopwatch.GetTimestamp() - start);
        }

        return classes;
    }

    /// <summary>Times runs of so many multiply-adds, each of which waits for the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Compute(LongHistogram times, int count, int steps)
    {
        double value = 0;
        for (int run = 0; run < count; run++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int step = 0; step < steps; step++) value = value * 0.5 + 1;
            times.RecordValue(Stopwatch.GetTimestamp() - start);
        }

        if (!(value <= 2)) throw new InvalidOperationException("The loop does not converge.");
    }
}
