using System;
using System.Linq;
using System.Threading;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 1)]
    [InlineData(1, 3)]
    [InlineData(3, 2)]
    [InlineData(4, 4)]
    public void EveryItemIsDoneOnceARound(int items, int threads)
    {
        int[] done = new int[items];
        var random = new Random(1);
        using var pool = new WorkerPool(items, threads);
        for (int round = 1; round <= 300; round++)
        {
            // Some rounds wait for the threads to fall asleep, some items for others to be over.
            if (round % 100 == 0) Thread.Sleep(5);
            int slow = round % 10 == 0 ? random.Next(items) : -1;
            pool.Run(item =>
            {
                if (item == slow) Thread.Sleep(1);
                done[item]++;
            });
            Assert.All(done, count => Assert.Equal(round, count));
        }
    }

    [Fact]
    public void TheExceptionOfTheFirstItemIsThrownWhenAllHaveEnded()
    {
        using var pool = new WorkerPool(items: 4, threads: 2);
        for (int attempt = 0; attempt < 20; attempt++)
        {
            int ended = 0;
            var exception = Assert.Throws<NotSupportedException>(() => pool.Run(item =>
            {
                Interlocked.Increment(ref ended);
                if (item is 1 or 3) throw new NotSupportedException($"Item {item}.");
            }));
            Assert.Equal(("Item 1.", 4), (exception.Message, ended));
        }

        int[] done = new int[4];
        pool.Run(item => done[item]++);
        Assert.Equal([1, 1, 1, 1], done);
    }

    [Fact]
    public void OtherThreadsTakeWhatTheCallerIsTooBusyFor()
    {
        using var pool = new WorkerPool(items: 3, threads: 2);
        Thread caller = Thread.CurrentThread;
        using var callerIsBusy = new ManualResetEventSlim();
        using var othersAreDone = new CountdownEvent(2);
        var threads = new Thread[3];
        pool.Run(item =>
        {
            threads[item] = Thread.CurrentThread;
            if (Thread.CurrentThread == caller)
            {
                callerIsBusy.Set();
                Assert.True(othersAreDone.Wait(TimeSpan.FromSeconds(60)), "The other thread did not come.");
            }
            else
            {
                // Otherwise this thread may have done all three before the caller begins.
                Assert.True(callerIsBusy.Wait(TimeSpan.FromSeconds(60)), "The caller did not come.");
                othersAreDone.Signal();
            }
        });
        Assert.Single(threads, caller);
        Assert.Equal(2, threads.Distinct().Count());
        Assert.All(threads, thread => Assert.True(thread == caller || (thread.IsBackground && thread.Name == "NetGen worker 1")));
    }
}
