using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace NetGen;

/// <summary>
/// Threads that share the items of one piece of work after another. The calling thread works with them, and any thread takes any item that none has begun,
/// so that a thread which the system keeps waiting holds up nobody. Handing out work allocates nothing.
/// </summary>
internal sealed class WorkerPool : IDisposable
{
    // A thread that waits spins for 5 µs, in which another core answers without the system's help. Then it yields, which costs nothing on a core of its own
    // and lets others run on a busy one; and after 0.1 ms, the time it takes to be woken, it sleeps.
    private const int LooksBetweenYields = 20;
    private const int YieldsBeforeSleep = 100;
    private static readonly long s_spinTicks = Stopwatch.Frequency / 200_000;

    private readonly List<Thread> _threads = [];
    private readonly object _gate = new();

    // For each item, the last round in which a thread has taken it.
    private readonly int[] _taken;
    private readonly Exception?[] _failures;
    private Action<int>? _work;
    private int _round;
    private int _unfinished;
    private int _finishedRound;
    private int _sleepers;
    private bool _isClosed;

    /// <summary>Starts the threads.</summary>
    /// <param name="items">The items of each piece of work, at least 1.</param>
    /// <param name="threads">The threads that work on them, at least 1, which is the calling one alone.</param>
    public WorkerPool(int items, int threads)
    {
        (_taken, _failures) = (new int[items], new Exception?[items]);
        try
        {
            while (_threads.Count < threads - 1)
            {
                int first = _threads.Count + 1;
                var thread = new Thread(() => Serve(first)) { IsBackground = true, Name = $"NetGen worker {first}" };
                thread.UnsafeStart();
                _threads.Add(thread);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>
    /// Does the work for every item from 0 on, each once, and returns when all are done. What it throws is thrown here: the exception of the first item
    /// that has one, after all have ended. One thread at a time may call this.
    /// </summary>
    public void Run(Action<int> work)
    {
        _work = work;
        _unfinished = _taken.Length;
        int round = Interlocked.Increment(ref _round);
        WakeSleepers();
        TakeItems(round, 0);
        AwaitChange(ref _finishedRound, round - 1);

        foreach (Exception? failure in _failures)
        {
            if (failure is null) continue;
            Array.Clear(_failures);
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Ends the threads, and returns when they have ended.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _isClosed, true);
        Interlocked.Increment(ref _round);
        WakeSleepers();
        foreach (Thread thread in _threads) thread.Join();
    }

    private void Serve(int first)
    {
        int round = 0;
        while (true)
        {
            round = AwaitChange(ref _round, round);
            if (Volatile.Read(ref _isClosed)) return;
            TakeItems(round, first);
        }
    }

    /// <summary>
    /// Does those items of a round that no thread has taken, from one of its own on, so that a thread tends to find in its cache what it left there.
    /// A thread that comes when the round is over finds all of its items taken.
    /// </summary>
    private void TakeItems(int round, int first)
    {
        for (int i = 0; i < _taken.Length; i++)
        {
            int item = (first + i) % _taken.Length;
            if (Interlocked.CompareExchange(ref _taken[item], round, round - 1) != round - 1) continue;
            try
            {
                _work!(item);
            }
            catch (Exception exception)
            {
                _failures[item] = exception;
            }

            if (Interlocked.Decrement(ref _unfinished) > 0) continue;
            Interlocked.Exchange(ref _finishedRound, round);
            WakeSleepers();
        }
    }

    /// <summary>Waits until a value is no longer what it was last, and returns what it is.</summary>
    private int AwaitChange(ref int value, int last)
    {
        long spinEnd = Stopwatch.GetTimestamp() + s_spinTicks;
        int yields = 0;
        while (true)
        {
            for (int i = 0; i < LooksBetweenYields; i++)
            {
                int current = Volatile.Read(ref value);
                if (current != last) return current;
                Thread.SpinWait(1);
            }

            if (Stopwatch.GetTimestamp() < spinEnd) continue;
            if (yields++ < YieldsBeforeSleep) Thread.Yield();
            else Sleep(ref value, last);
        }
    }

    private void Sleep(ref int value, int last)
    {
        lock (_gate)
        {
            // Counted before the last look at the value, which is changed before the look at the count: one of the two sees the other.
            Interlocked.Increment(ref _sleepers);
            if (Volatile.Read(ref value) == last) Monitor.Wait(_gate);
            Interlocked.Decrement(ref _sleepers);
        }
    }

    private void WakeSleepers()
    {
        if (Volatile.Read(ref _sleepers) == 0) return;
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
