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
        var command = new Command("jit", "The first predictions in new processes, and the time of the JIT.") { workload };
        command.SetAction(arguments =>
        {
            if (arguments.GetValue(workload) is { Length: > 0 } id) Console.WriteLine(FirstCalls.Measure(Workload.Find(id)));
            else Print();
        });
        return command;
    }

    private static void Print()
    {
        var table = new MarkdownTable(
            1, "network", "JIT, first `Forward`", "median", "processor time", "first `Forward`", "second", "2nd to 11th", "after 1 s", "2nd to 11th ÷ after 1 s", "",
            "JIT, first `ForwardBatch`", "JIT, first `BackwardBatch`");
        double smallTime = 0;
        foreach (Workload workload in Workload.All)
        {
            FirstCalls[] runs = [.. Enumerable.Range(0, Processes).Select(_ => FirstCalls.Parse(ChildProcess.Run("jit", workload.Id)))];
            double Least(Func<FirstCalls, double> part) => runs.Min(part);
            double processor = Least(run => run.Processor), slowdown = Least(run => run.Early) / Least(run => run.Late);
            if (Small.Contains(workload.Id)) smallTime += processor;
            table.Add(
                $"{workload.Id} {workload.Description}", Format.Time(Least(run => run.ForwardJit)), Format.Time(runs.Select(run => run.ForwardJit).Order().ElementAt(Processes / 2)), Format.Time(processor),
                Format.Time(Least(run => run.Forward)), Format.Time(Least(run => run.Second)), Format.Time(Least(run => run.Early)), Format.Time(Least(run => run.Late)),
                Format.Ratio(slowdown), slowdown <= MostSlowdown ? "full speed" : "slow at first", Format.Time(Least(run => run.BatchJit)), Format.Time(Least(run => run.BackwardJit)));
        }

        Console.WriteLine($"{Machine.Description}. Default settings of the JIT; least of {Processes} new processes unless said; single calls, the clock's own time included.");
        Console.WriteLine();
        Console.WriteLine(table);
        Console.WriteLine(
            $"Processor time of the first calls of {string.Join(", ", Small)} together, JIT included: {Format.Time(smallTime)}; target ≤ {MostJitMilliseconds} ms: " +
            (smallTime <= MostJitMilliseconds * 1e6 ? "reached." : "missed."));
    }
}
