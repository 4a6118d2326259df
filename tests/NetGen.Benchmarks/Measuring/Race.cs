using System;
using System.Diagnostics;
using System.Linq;

namespace NetGen.Benchmarks.Measuring;

/// <summary>
/// Times bodies in turn, round after round, so that what else the machine does meets all of them. A body runs so many calls; a round has as many as
/// take about <see cref="RoundMilliseconds"/>.
/// </summary>
internal static class Race
{
    private const double RoundMilliseconds = 1.5;
    private const double WarmUpMilliseconds = 30;
    private const int FewestRounds = 7;
    private const int MostRounds = 301;

    /// <summary>Runs every body in turn for about so long, at least seven rounds each.</summary>
    public static Timing[] Run(TimeSpan budget, params Action<int>[] bodies)
    {
        int[] calls = [.. bodies.Select(CallsPerRound)];
        var clock = Stopwatch.StartNew();
        double[][] samples = [.. bodies.Select(_ => new double[MostRounds])];
        long[] allocated = new long[bodies.Length];
        int rounds = 0;
        while (rounds < FewestRounds || (rounds < MostRounds && clock.Elapsed < budget))
        {
            for (int body = 0; body < bodies.Length; body++)
            {
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                samples[body][rounds] = Time(bodies[body], calls[body]) / calls[body];
                allocated[body] += GC.GetAllocatedBytesForCurrentThread() - bytes;
            }

            rounds++;
        }

        return [.. samples.Select((times, body) => Summarise(times.AsSpan(0, rounds), allocated[body]))];
    }

    /// <summary>Times one body alone.</summary>
    public static Timing RunAlone(TimeSpan budget, Action<int> body) => Run(budget, body)[0];

    private static Timing Summarise(Span<double> times, long allocated)
    {
        times.Sort();
        return new Timing(times[0], times[times.Length / 2], allocated);
    }

    private static int CallsPerRound(Action<int> body)
    {
        // Caches and branch predictors want some rounds, too.
        double spent = Time(body, 1) / 1e6;
        int calls = 1;
        while (true)
        {
            double milliseconds = Time(body, calls) / 1e6;
            spent += milliseconds;
            if (milliseconds < RoundMilliseconds) calls *= 2;
            else if (spent >= WarmUpMilliseconds) return calls;
        }
    }

    private static double Time(Action<int> body, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        body(calls);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
