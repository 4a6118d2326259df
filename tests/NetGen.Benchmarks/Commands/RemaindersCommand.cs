using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>remainders</c>: what sizes cost that no vector or tile divides.</summary>
internal static class RemaindersCommand
{
    private const double MostSlowdown = 1.25;
    private const int Batch = 32;
    private const int OtherWidth = 64;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(2);

    /// <summary>Odd widths, and the even ones that each is held against.</summary>
    private static readonly (int Odd, int[] Even)[] Widths = [(10, [8, 16]), (33, [32, 48]), (100, [96, 112])];

    private static readonly (int Odd, int[] Even)[] Batches = [(1, [8]), (7, [8]), (33, [32])];

    public static Command Create()
    {
        var command = new Command("remainders", "Odd batches and widths against neighbours that divide evenly.");
        command.SetAction(_ => Print());
        return command;
    }

    private static void Print()
    {
        Machine.UseOneProcessor();
        Console.WriteLine($"{Machine.Description}. One thread; ratios of least times in one race.");
        Console.WriteLine();
        Console.WriteLine("Batches: the time of a sample, against the same network in a batch that divides evenly.");
        Console.WriteLine();
        Console.WriteLine(MeasureBatches());
        Console.WriteLine("Widths of one dense layer: the time of a multiply-add, against a width that divides evenly; and in parentheses the time of the call. Outputs are padded to 16.");
        Console.WriteLine();
        Console.WriteLine(MeasureWidths());
    }

    private static MarkdownTable MeasureBatches()
    {
        var table = new MarkdownTable(1, "network", "batch", "against", "`ForwardBatch`", "`BackwardBatch`", $"≤ {MostSlowdown}×");
        foreach (Workload workload in Workload.All)
        {
            foreach ((int odd, int[] even) in Batches)
            {
                foreach (int neighbour in even)
                {
                    INetwork network = workload.CreateNetwork();
                    NetworkBodies a = new(network, odd), b = new(network, neighbour);
                    Timing[] timings = Race.Run(Budget, a.ForwardBatch, b.ForwardBatch, a.Backward, b.Backward);
                    double Ratio(int first) => timings[first].Least / odd / (timings[first + 1].Least / neighbour);
                    table.Add($"{workload.Id} {workload.Description}", Number(odd), Number(neighbour), Format.Ratio(Ratio(0)), Format.Ratio(Ratio(2)), Verdict(Ratio(0), Ratio(2)));
                }
            }
        }

        return table;
    }

    private static MarkdownTable MeasureWidths()
    {
        Dictionary<(int Inputs, int Outputs), NetworkText> texts = Widths
            .SelectMany(width => width.Even.Append(width.Odd))
            .SelectMany(width => ((int, int)[])[(OtherWidth, width), (width, OtherWidth)])
            .ToDictionary(size => size, size => NetworkText.Dense($"Layer{size.Item1}By{size.Item2}", Activation.Identity, size.Item1, size.Item2));
        CompiledNetworks networks = CompiledNetworks.Compile(texts.Values);

        var table = new MarkdownTable(1, "inputs × outputs", "against", "`Forward`", $"`ForwardBatch` of {Batch}", $"`BackwardBatch` of {Batch}", $"≤ {MostSlowdown}×");
        foreach ((int odd, int[] even) in Widths)
        {
            foreach (int neighbour in even)
            {
                Add((OtherWidth, odd), (OtherWidth, neighbour));
                Add((odd, OtherWidth), (neighbour, OtherWidth));
            }
        }

        return table;

        void Add((int Inputs, int Outputs) odd, (int Inputs, int Outputs) even)
        {
            NetworkBodies a = new(networks.Create(texts[odd]), Batch), b = new(networks.Create(texts[even]), Batch);
            Timing[] timings = Race.Run(Budget, a.ForwardOne, b.ForwardOne, a.ForwardBatch, b.ForwardBatch, a.Backward, b.Backward);
            double work = (double)(odd.Inputs * odd.Outputs) / (even.Inputs * even.Outputs);
            double[] calls = [.. ((int[])[0, 2, 4]).Select(first => timings[first].Least / timings[first + 1].Least)];
            table.Add(
            [
                $"{odd.Inputs} × {odd.Outputs}", $"{even.Inputs} × {even.Outputs}",
                .. calls.Select(call => $"{Format.Ratio(call / work)} ({Format.Ratio(call)})"), Verdict([.. calls.Select(call => call / work)]),
            ]);
        }
    }

    private static string Verdict(params double[] ratios) => ratios.Max() <= MostSlowdown ? "reached" : "missed";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
