using System;
using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using NetGen.Benchmarks.Detailed;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>bdn</c>: the bodies of <c>compare</c> under BenchmarkDotNet.</summary>
internal static class BenchmarkDotNetCommand
{
    /// <summary>It builds the project anew, which takes its time on a busy machine.</summary>
    private static readonly TimeSpan BuildTimeout = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var filter = new Argument<string>("filter")
        {
            Description = "Which benchmarks: a pattern of their full names, as in *Latency*NetGen*W2*.",
            DefaultValueFactory = _ => "*",
        };
        var options = new Argument<string[]>("options") { Description = "Options of BenchmarkDotNet, after --; for example -- --job short.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bdn", "The same bodies under BenchmarkDotNet, with memory and disassembly.") { filter, options };
        command.SetAction(arguments =>
        {
            string[] benchmarkDotNet = ["--filter", arguments.GetValue(filter)!, .. arguments.GetValue(options)!];
            BenchmarkSwitcher.FromTypes([typeof(ForwardBenchmark), typeof(TrainingBenchmark)]).Run(benchmarkDotNet, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(BuildTimeout));
        });
        return command;
    }
}
