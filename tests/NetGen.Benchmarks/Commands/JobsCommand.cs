using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using NetGen.Benchmarks.Jobs;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>jobs</c>: whole trainings on real data, each in a new process.</summary>
internal static class JobsCommand
{
    private const int Seeds = 5;

    public static Command Create()
    {
        var job = new Argument<int>("job") { DefaultValueFactory = _ => -1, Hidden = true, Description = "Does this job in this process and prints JSON; the command starts itself so." };
        var peer = new Argument<string>("peer") { DefaultValueFactory = _ => "", Hidden = true };
        var seed = new Argument<int>("seed") { DefaultValueFactory = _ => 0, Hidden = true };
        var command = new Command("jobs", "Whole trainings on real data, in new processes, the time of the JIT included.") { job, peer, seed };
        command.SetAction(arguments =>
        {
            if (arguments.GetValue(job) is >= 0 and var index) Console.WriteLine(Job.All[index].Run(arguments.GetValue(peer)!, arguments.GetValue(seed)));
            else Print();
        });
        return command;
    }

    private static void Print()
    {
        Console.WriteLine($"{Machine.Description}. Adam 1e-3, batches of 32, one thread; the least time of {Seeds} new processes, the JIT included; the accuracies of {Seeds} seeds.");
        Console.WriteLine();
        var table = new MarkdownTable(2, ["network", "data", "accuracy, median", "least to most", .. Job.Peers, .. Job.Peers.Skip(1).Select(peer => $"{peer} ÷ NetGen")]);
        for (int index = 0; index < Job.All.Length; index++)
        {
            JobResult[][] results = [.. Job.Peers.Select(peer => Enumerable.Range(0, Seeds).Select(seed => Run(index, peer, seed)).ToArray())];
            double[] times = [.. results.Select(runs => runs.Min(run => run.Milliseconds))];
            float[] accuracies = [.. results[0].Select(run => run.Accuracy!.Value).Order()];
            table.Add(
            [
                Job.All[index].Workload, Job.All[index].Description, Accuracy(accuracies[Seeds / 2]), $"{Accuracy(accuracies[0])} to {Accuracy(accuracies[^1])}",
                .. times.Select(time => Format.Time(time * 1e6)), .. times.Skip(1).Select(time => Format.Ratio(time / times[0])),
            ]);
        }

        Console.WriteLine(table);
    }

    private static string Accuracy(float accuracy) => accuracy.ToString("0.000", CultureInfo.InvariantCulture);

    private static JobResult Run(int job, string peer, int seed) =>
        JsonSerializer.Deserialize<JobResult>(ChildProcess.Run("jobs", $"{job}", peer, $"{seed}"))!;
}
