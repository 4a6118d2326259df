using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using NetGen.Benchmarks.Growth;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Commands;

/// <summary><c>growth</c>: how cost grows with size.</summary>
internal static class GrowthCommand
{
    public static Command Create()
    {
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = "The folder for growth.csv and the charts.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine("artifacts", "growth")),
        };
        var command = new Command("growth", "How time, emitted code, JIT time and generator time grow with width, depth, batch, workers and networks.") { output };
        command.SetAction(arguments => Measure(arguments.GetValue(output)!));
        return command;
    }

    private static void Measure(DirectoryInfo output)
    {
        Console.WriteLine($"{Machine.Description}. Least times: of processors, except over workers, where it is the time that passed.");
        Console.WriteLine();
        List<Curve> curves = [.. TrainingGrowth.OfWorkers()];
        Machine.UseOneProcessor();
        curves.Add(TrainingGrowth.OfBatch());
        curves.AddRange(SizeGrowth.OfWidth());
        curves.AddRange(SizeGrowth.OfDepth());
        curves.Add(GeneratorGrowth.OfNetworks());
        curves.Add(GeneratorGrowth.OfLayers());
        CurveFiles.Write(output, curves);

        var verdicts = new MarkdownTable(4, "curve", "series", "growth", "");
        foreach (Curve curve in curves)
        {
            Print(curve);
            foreach (Series series in curve.Series)
            {
                (string finding, bool holds) = curve.Law.Judge(series);
                verdicts.Add(curve.Title, series.Name, finding, holds ? "within" : "beyond");
            }
        }

        Console.WriteLine(verdicts);
        Console.WriteLine($"Numbers and charts are in {output.FullName}.");
    }

    private static void Print(Curve curve)
    {
        Console.WriteLine($"{curve.Title}, {curve.YAxis}");
        Console.WriteLine();
        var table = new MarkdownTable(1, [curve.XAxis, .. curve.Series.Select(series => series.Name)]);
        for (int row = 0; row < curve.Series[0].Points.Count; row++)
            table.Add([curve.Series[0].Points[row].X.ToString(CultureInfo.InvariantCulture), .. curve.Series.Select(series => Format.Digits(series.Points[row].Y))]);
        Console.WriteLine(table);
    }
}
