using System;
using Xunit;

namespace NetGen.Tests.Numerics;

internal static class AllocationMeter
{
    /// <summary>Asserts that an action allocates nothing on this thread, after a first run.</summary>
    public static void AssertNone(Action action)
    {
        action();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) action();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
