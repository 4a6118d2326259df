using System;
using System.Diagnostics;
using Xunit;

namespace NetGen.Formats.Tests.Infrastructure;

/// <summary>A bound on time that tells what does not end from a machine that does other things.</summary>
internal static class TimeLimit
{
    private const int Attempts = 3;

    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

    /// <summary>Runs something that takes milliseconds, and again if it took long: it fails if it does so each time.</summary>
    public static void Hold(string what, Action run)
    {
        for (int attempt = 1; ; attempt++)
        {
            long start = Stopwatch.GetTimestamp();
            run();
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed < _limit) return;
            Assert.True(attempt < Attempts, $"{what} took {elapsed}, and {_limit} or more {Attempts - 1} times before.");
        }
    }
}
