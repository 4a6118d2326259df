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

    /// <summary>Odd widths, and the neighbours that vectors divide evenly.</summary>
    private static readonly (int Odd, int[] Even)[] Widths = [(10, [8, 16]), (33, [32, 48]), (100, [96, 112])];

    private static readonly (int Odd, int Even)[] Batches = [(7, 8), (33, 32)];

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
        Console.WriteLine("Batches: the time of a sample, against the same network in a batch that divides evenly; a batch of one against `Forward` and `Backward` of one sample, which read every weight as often.");
        Console.WriteLine();
        Console.WriteLine(MeasureBatches());
        Console.WriteLine("Widths of one dense layer: the time of a call, against a width that divides evenly; and in parentheses that of a multiply-add. Outputs are padded to 16, so that a width costs what the next multiple does.");
        Console.WriteLine();
        Console.WriteLine(MeasureWidths());
    }

    private static MarkdownTable MeasureBatches()
    {
        var table = new MarkdownTable(1, "network", "batch", "against", "`ForwardBatch`", "`BackwardBatch`", $"≤ {MostSlowdown}×");
        foreach (Workload workload in Workload.All)
        {
            INetwork network = workload.CreateNetwork();
            string name = $"{workload.Id} {workload.Description}";
            var one = new NetworkBodies(network, 1);
            Timing[] timings = Race.Run(Budget, one.ForwardBatch, one.ForwardOne, one.Backward, one.BackwardOne);
            Add(name, 1, "one sample", timings, 1);
            foreach ((int odd, int even) in Batches)
            {
                NetworkBodies a = new(network, odd), b = new(network, even);
                Add(name, odd, Number(even), Race.Run(Budget, a.ForwardBatch, b.ForwardBatch, a.Backward, b.Backward), (double)odd / even);
            }
        }

        return table;

        void Add(string name, int odd, string against, Timing[] timings, double samples)
        {
            double forward = timings[0].Least / timings[1].Least / samples, backward = timings[2].Least / timings[3].Least / samples;
            table.Add(name, Number(odd), against, Format.Ratio(forward), Format.Ratio(backward), Verdict(forward, backward));
        }
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
                .. calls.Select(call => $"{Format.Ratio(call)} ({Format.Ratio(call / work)})"), Verdict(calls),
            ]);
        }
    }

    private static string Verdict(params double[] ratios) => ratios.Max() <= MostSlowdown ? "reached" : "missed";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
