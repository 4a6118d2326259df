using System;

namespace NetGen.Tests.Infrastructure;

internal static class Allocation
{
    private const int Attempts = 5;

    /// <summary>
    /// The bytes that so many calls allocate on this thread, after a few that compile what is called: the least of a few attempts, since a collection that
    /// other tests cause counts what is left of this thread's allocation buffer.
    /// </summary>
    public static long Measure(int calls, Action action)
    {
        for (int call = 0; call < 3; call++) action();
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int call = 0; call < calls; call++) action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
