using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.Intrinsics;
using NetGen.Kernels;
using NetGen.Tests.Data;
using NetGen.Tests.Training;

namespace NetGen.Tests.Infrastructure;

/// <summary>What tests run in a process of its own, by name. Each writes what it is about to do, so that a crash tells where it was.</summary>
internal static class ChildTasks
{
    public const string ReadBehindTheEnd = "read-behind-the-end";
    public const string ReadBeforeTheStart = "read-before-the-start";
    public const string ReportLanes = "report-lanes";
    public const string GuardedNetworks = "guarded-networks";
    public const string GuardedFunctions = "guarded-functions";
    public const string TrainInParallel = "train-in-parallel";
    public const string TrainOnALargeFile = "train-on-a-large-file";
    public const string TrainWithCheckpoints = "train-with-checkpoints";

    private static readonly Dictionary<string, Action> s_tasks = new()
    {
        [ReadBehindTheEnd] = () => Touch(GuardedEnd.End, 5, 5),
        [ReadBeforeTheStart] = () => Touch(GuardedEnd.Start, 5, -1),
        [ReportLanes] = () => Console.WriteLine($"{Lanes} lanes"),
        [GuardedNetworks] = GuardedRuns.Networks,
        [GuardedFunctions] = GuardedRuns.Functions,
        [TrainInParallel] = ParallelTraining.Run,
        [TrainOnALargeFile] = LargeFileTraining.Run,
        [TrainWithCheckpoints] = KilledTraining.Run,
    };

    /// <summary>The lanes of the vectors that generated code uses in this process.</summary>
    public static int Lanes => Processor.HasVectorsOf512Bits ? Vector512<float>.Count : Vector<float>.Count;

    /// <summary>The exit code of the process: 0, or 1 with the exception on the error output.</summary>
    public static int Run(string name)
    {
        try
        {
            s_tasks[name]();
            Console.WriteLine("done");
            return 0;
        }
        catch (Exception exception)
        {
            Console.Error.WriteLine(exception);
            return 1;
        }
    }

    private static unsafe void Touch(GuardedEnd end, int length, int index)
    {
        using var memory = new GuardedMemory(length, end);
        memory.Span.Fill(1);
        // Its own ends are open.
        Console.WriteLine($"inside {memory.Start[0] + memory.Start[length - 1]}");
        Console.WriteLine($"outside {memory.Start[index]}");
    }
}
