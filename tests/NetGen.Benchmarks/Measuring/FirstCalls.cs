using System;
using System.Diagnostics;
using System.Linq;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Text.Json;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Measuring;

/// <summary>The first calls of a network in a process that has made none before. All times are in ns.</summary>
/// <param name="ForwardJit">The time that the JIT took in the first <c>Forward</c>.</param>
/// <param name="Processor">The time that processors spent on the process in the first eleven <c>Forward</c>.</param>
/// <param name="Forward">The first <c>Forward</c>, with the JIT.</param>
/// <param name="Second">The second.</param>
/// <param name="Early">The median of the calls from the second to the eleventh.</param>
/// <param name="Late">The median of a thousand calls after a second of them: what the JIT's later tiers may have changed is in it.</param>
/// <param name="BatchJit">The JIT's time in the first <c>ForwardBatch</c>, after that.</param>
/// <param name="BackwardJit">The JIT's time in the first <c>BackwardBatch</c>, after that.</param>
internal sealed record FirstCalls(double ForwardJit, double Processor, double Forward, double Second, double Early, double Late, double BatchJit, double BackwardJit)
{
    private const int EarlyCalls = 11;
    private const int LateCalls = 1000;

    private delegate void ForwardCall(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Measures in this process, which should be new, and returns the record as JSON.</summary>
    /// <param name="workload">The network.</param>
    /// <param name="isFirst">Whether it is the first network of the process; otherwise another one runs before.</param>
    public static string Measure(Workload workload, bool isFirst)
    {
        if (!isFirst) new First().Forward(new float[First.InputSize], new float[First.OutputSize]);
        INetwork network = workload.CreateNetwork();
        var bodies = new NetworkBodies(network, 32);
        float[] input = new float[network.Info.InputSize], output = new float[network.Info.OutputSize];
        long[] early = new long[EarlyCalls], late = new long[LateCalls];

        // The JIT compiles what surrounds the calls beforehand.
        Time((_, _) => { }, input, output, early);
        bodies.ForwardBatch(0);
        bodies.Backward(0);
        TimeJit(() => { });
        Clock.Processor();

        // A delegate is a direct call; the first calls through an interface make stubs.
        ForwardCall forward = network.Forward;
        double processor = Clock.Processor();
        double forwardJit = TimeJit(() => Time(forward, input, output, early));
        processor = Clock.Processor() - processor;
        double batchJit = TimeJit(() => bodies.ForwardBatch(1));
        double backwardJit = TimeJit(() => bodies.Backward(1));
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < 1;) forward(input, output);
        Time(forward, input, output, late);
        return JsonSerializer.Serialize(
            new FirstCalls(forwardJit, processor, Nanoseconds(early[0]), Nanoseconds(early[1]), Median(early[1..]), Median(late), batchJit, backwardJit));
    }

    /// <summary>What <see cref="Measure"/> has written.</summary>
    public static FirstCalls Parse(string json) => JsonSerializer.Deserialize<FirstCalls>(json)!;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Time(ForwardCall forward, float[] input, float[] output, long[] ticks)
    {
        for (int call = 0; call < ticks.Length; call++)
        {
            long start = Stopwatch.GetTimestamp();
            forward(input, output);
            ticks[call] = Stopwatch.GetTimestamp() - start;
        }
    }

    private static double TimeJit(Action body)
    {
        TimeSpan before = JitInfo.GetCompilationTime(currentThread: true);
        body();
        return (JitInfo.GetCompilationTime(currentThread: true) - before).TotalNanoseconds;
    }

    private static double Median(long[] ticks) => Nanoseconds(ticks.Order().ElementAt(ticks.Length / 2));

    private static double Nanoseconds(long ticks) => ticks * (1e9 / Stopwatch.Frequency);
}
