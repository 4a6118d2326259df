using System;

namespace NetGen.Tests.Infrastructure;

internal static class Allocation
{
    /// <summary>The bytes that so many calls allocate on this thread, after a few that compile what is called.</summary>
    public static long Measure(int calls, Action action)
    {
        for (int call = 0; call < 3; call++) action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < calls; call++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
