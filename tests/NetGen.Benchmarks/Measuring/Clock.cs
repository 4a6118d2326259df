using System;
using System.Diagnostics;

namespace NetGen.Benchmarks.Measuring;

/// <summary>The clocks that measurements are taken with, in ns from some start.</summary>
internal static class Clock
{
    /// <summary>The time that passes.</summary>
    public static double Wall() => Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency);

    /// <summary>The time that processors have spent on this process: other programs take nothing from it, but it takes about a µs to read.</summary>
    public static double Processor() => Environment.CpuUsage.TotalTime.TotalNanoseconds;
}
