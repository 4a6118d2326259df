using System;
using System.Diagnostics;
using System.Linq;

namespace NetGen.Benchmarks;

/// <summary>Times competitors in turn, round after round, so that what else the machine does meets all of them.</summary>
internal static class Stopclock
{
    private const int Rounds = 61;
    private const double RoundMilliseconds = 2;

    /// <summary>What came of one competitor, in ns per call.</summary>
    internal readonly record struct Timing(double Least, double Median);

    /// <summary>Runs every body in turn. A body runs so many calls, and returns something made of their results.</summary>
    public static Timing[] Race(params Func<int, float>[] bodies)
    {
        int[] calls = [.. bodies.Select(CallsPerRound)];
        double[][] samples = [.. bodies.Select(_ => new double[Rounds])];
        for (int round = 0; round < Rounds; round++)
        {
            for (int body = 0; body < bodies.Length; body++)
            {
                long start = Stopwatch.GetTimestamp();
                float result = bodies[body](calls[body]);
                samples[body][round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / calls[body];
                if (float.IsNaN(result)) throw new InvalidOperationException("A competitor computes NaN.");
            }
        }

        return [.. samples.Select(times => new Timing(times.Min(), times.Order().ElementAt(Rounds / 2)))];
    }

    private static int CallsPerRound(Func<int, float> body)
    {
        // Caches and branch predictors, too, want some rounds.
        long warmUp = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(warmUp).TotalMilliseconds < 100) body(50);

        for (int calls = 1; ; calls *= 2)
        {
            long start = Stopwatch.GetTimestamp();
            body(calls);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (elapsed >= RoundMilliseconds) return calls;
        }
    }
}
