using System;
using System.Diagnostics;

namespace NetGen.Benchmarks.Measuring;

/// <summary>Repeats a measurement that times itself.</summary>
internal static class Repeat
{
    private const int FewestRuns = 7;

    /// <summary>The least result of about so long, of at least seven runs.</summary>
    public static double Least(TimeSpan budget, Func<double> measure)
    {
        double least = double.PositiveInfinity;
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < FewestRuns || Stopwatch.GetElapsedTime(start) < budget; run++) least = Math.Min(least, measure());
        return least;
    }
}
