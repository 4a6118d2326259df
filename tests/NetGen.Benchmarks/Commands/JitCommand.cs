using System;
using System.CommandLine;
using System.Linq;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>jit</c>: what the first predictions of a new process cost.</summary>
internal static class JitCommand
{
    private const int Processes = 7;
    private const double MostJitMilliseconds = 10;
    private const double MostSlowdown = 2;

    private static readonly string[] Small = ["W1", "W2", "W3", "W4"];

    public static Command Create()
    {
        var workload = new Argument<string>("workload") { DefaultValueFactory = _ => "", Hidden = true, Description = "Measures this workload in this process and prints JSON; the command starts itself so." };
        var isFirst = new Option<bool>("--first") { Hidden = true, Description = "No other network runs before." };
        var command = new Command("jit", "The first predictions in new processes, and the time of the JIT.") { workload, isFirst };
        command.SetAction(arguments =>
        {
            if (arguments.GetValue(workload) is { Length: > 0 } id) Console.WriteLine(FirstCalls.Measure(Workload.Find(id), arguments.GetValue(isFirst)));
            else Print();
        });
        return command;
    }

    private static void Print()
    {
        var table = new MarkdownTable(
            1, "network", "JIT, first `Forward`", "median", "first `Forward`", "second", "2nd to 11th", "after 1 s", "2nd to 11th ÷ after 1 s", "",
            "JIT, first `ForwardBatch`", "JIT, first `BackwardBatch`", "first of its process: JIT, first `Forward`", "processor time");
        double smallTime = 0;
        foreach (Workload workload in Workload.All)
        {
            FirstCalls[] runs = Measure(workload), first = Measure(workload, "--first");
            double Least(Func<FirstCalls, double> part) => runs.Min(part);
            double jit = Least(run => run.ForwardJit), slowdown = Least(run => run.Early) / Least(run => run.Late);
            if (Small.Contains(workload.Id)) smallTime += jit;
            table.Add(
                $"{workload.Id} {workload.Description}", Format.Time(jit), Format.Time(runs.Select(run => run.ForwardJit).Order().ElementAt(Processes / 2)),
                Format.Time(Least(run => run.Forward)), Format.Time(Least(run => run.Second)), Format.Time(Least(run => run.Early)), Format.Time(Least(run => run.Late)),
                Format.Ratio(slowdown), slowdown <= MostSlowdown ? "full speed" : "slow at first", Format.Time(Least(run => run.BatchJit)), Format.Time(Least(run => run.BackwardJit)),
                Format.Time(first.Min(run => run.ForwardJit)), Format.Time(first.Min(run => run.Processor)));
        }

        Console.WriteLine(
            $"{Machine.Description}. Default settings of the JIT; least of {Processes} new processes unless said; single calls, the clock's own time included. " +
            "A small network of other sizes ran before, except in the last two columns, where .NET's vector types and what networks share are loaded, too.");
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine(
            $"JIT of the first calls of {string.Join(", ", Small)} together: {Format.Time(smallTime)}; target ≤ {MostJitMilliseconds} ms: " +
            (smallTime <= MostJitMilliseconds * 1e6 ? "reached." : "missed."));
    }

    private static FirstCalls[] Measure(Workload workload, params string[] options) =>
        [.. Enumerable.Range(0, Processes).Select(_ => FirstCalls.Parse(ChildProcess.Run(["jit", workload.Id, .. options])))];
}
