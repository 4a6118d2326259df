using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Peers;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>compare</c>: NetGen and its competitors on every workload, as one Markdown table.</summary>
internal static class CompareCommand
{
    private const string ReadmeBlock = "benchmarks";

    private static readonly TimeSpan CellBudget = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var readme = new Option<FileInfo>("--readme") { Description = "Also writes the table into this Markdown file, between the lines <!-- benchmarks:begin --> and <!-- benchmarks:end -->." };
        readme.AcceptExistingOnly();
        var command = new Command("compare", "NetGen against plain C#, TensorPrimitives and ONNX Runtime, on W1 to W5.") { readme };
        command.SetAction(arguments =>
        {
            string report = Measure();
            Console.WriteLine(report);
            if (arguments.GetValue(readme) is { } file) MarkdownFile.ReplaceBlock(file.FullName, ReadmeBlock, report);
        });
        return command;
    }

    private static string Measure()
    {
        Machine.UseOneProcessor();
        var rows = new List<(Workload Workload, PeerMeasurement Measurement, Timing?[] Timings)>();
        string[] names = [];
        foreach (Workload workload in Workload.All)
        {
            Console.Error.WriteLine($"{workload.Id} {workload.Description}");
            var samples = new Samples(workload);
            Agreement.CheckAll(workload, samples);
            using PeerSet peers = PeerSet.Create(workload, samples);
            names = [.. peers.All.Select(peer => peer.Name)];
            foreach (PeerMeasurement measurement in PeerMeasurement.All) rows.Add((workload, measurement, measurement.Race(peers, CellBudget)));
        }

        var table = new MarkdownTable(2, ["network", "what", .. names, .. names.Skip(1).Select(name => $"{name} ÷ {names[0]}")]);
        foreach ((Workload workload, PeerMeasurement measurement, Timing?[] timings) in rows)
            table.Add([$"{workload.Id} {workload.Description}", measurement.Name, .. timings.Select(Time), .. timings.Skip(1).Select(timing => Ratio(timing, timings[0]))]);

        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"{DateTime.UtcNow:yyyy-MM-dd}; {Machine.Description}. One thread; the least time of a call, and in parentheses the median. ");
        report.Append(CultureInfo.InvariantCulture, $"NetGen allocated {rows.Sum(row => row.Timings[0]!.Value.AllocatedBytes)} bytes in all of it.\n\n");
        report.Append(table);
        return report.ToString();
    }

    private static string Time(Timing? timing) => timing is { } value ? Format.Time(value) : Format.None;

    private static string Ratio(Timing? timing, Timing? netGen) => timing is { } value ? Format.Ratio(value.Least / netGen!.Value.Least) : Format.None;
}
