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
    public static Timing[] Run(TimeSpan budget, params Action<int>[] bodies) => Run(budget, Clock.Wall, bodies);

    /// <summary>The same by a clock of one's choice.</summary>
    public static Timing[] Run(TimeSpan budget, Func<double> clock, params Action<int>[] bodies)
    {
        int[] calls = [.. bodies.Select(body => CallsPerRound(body, clock))];
        var spent = Stopwatch.StartNew();
        double[][] samples = [.. bodies.Select(_ => new double[MostRounds])];
        long[] allocated = new long[bodies.Length];
        int rounds = 0;
        while (rounds < FewestRounds || (rounds < MostRounds && spent.Elapsed < budget))
        {
            for (int body = 0; body < bodies.Length; body++)
            {
                long bytes = GC.GetAllocatedBytesForCurrentThread();
                samples[body][rounds] = Time(bodies[body], calls[body], clock) / calls[body];
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

    private static int CallsPerRound(Action<int> body, Func<double> clock)
    {
        // Caches and branch predictors want some rounds, too; and a round that was interrupted says nothing about its length.
        double spent = 0;
        int calls = 1;
        while (true)
        {
            double first = Time(body, calls, clock) / 1e6, second = Time(body, calls, clock) / 1e6;
            spent += first + second;
            if (Math.Min(first, second) < RoundMilliseconds) calls *= 2;
            else if (spent >= WarmUpMilliseconds) return calls;
        }
    }

    private static double Time(Action<int> body, int calls, Func<double> clock)
    {
        double start = clock();
        body(calls);
        return clock() - start;
    }
}
