using System;
using System.Collections.Generic;
using System.Numerics;
using NetGen.Tests.Generated;
using NetGen.Tests.Reference;

namespace NetGen.Tests.Infrastructure;

/// <summary>What tests run in a process of its own, by name. Each writes what it is about to do, so that a crash tells where it was.</summary>
internal static class ChildTasks
{
    public const string ReadBehindTheEnd = "read-behind-the-end";
    public const string ReadBeforeTheStart = "read-before-the-start";
    public const string ReportLanes = "report-lanes";
    public const string GuardedNetworks = "guarded-networks";

    private static readonly int[] s_batches = [1, 2, 3, 5, 7, 33, 65];

    private static readonly Dictionary<string, Action> s_tasks = new()
    {
        [ReadBehindTheEnd] = () => Touch(GuardedEnd.End, 5, 5),
        [ReadBeforeTheStart] = () => Touch(GuardedEnd.Start, 5, -1),
        [ReportLanes] = () => Console.WriteLine($"{Vector<float>.Count} lanes"),
        [GuardedNetworks] = RunGuardedNetworks,
    };

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

    private static void RunGuardedNetworks()
    {
        foreach (string name in StaticNetworks.Names) CheckGuarded(StaticNetworks.Architecture(name), StaticNetworks.Create(name));
        IReadOnlyList<Architecture> architectures = RandomArchitecture.Draw(RandomArchitecture.Seed, 16);
        using var assembly = GeneratedAssembly.Compile(architectures);
        foreach (Architecture architecture in architectures) CheckGuarded(architecture, assembly.Create(architecture));
    }

    private static void CheckGuarded(Architecture architecture, INetwork network)
    {
        foreach (BufferKind kind in (ReadOnlySpan<BufferKind>)[BufferKind.GuardedStart, BufferKind.GuardedEnd])
        {
            Console.WriteLine($"{kind}\n{architecture}");
            new NetworkChecker(architecture, network, 1, s_batches[^1], kind).CheckAll(s_batches, LossCase.All);
        }
    }
}
