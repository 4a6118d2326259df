using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using CsvHelper;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace NetGen.Benchmarks.Growth;

/// <summary>Curves as files: all numbers in one CSV, and a chart of each.</summary>
internal static class CurveFiles
{
    private const int ChartWidth = 900;
    private const int ChartHeight = 600;

    public static void Write(DirectoryInfo directory, IReadOnlyList<Curve> curves)
    {
        directory.Create();
        WriteNumbers(Path.Combine(directory.FullName, "growth.csv"), curves);
        foreach (Curve curve in curves)
        {
            using FileStream stream = File.Create(Path.Combine(directory.FullName, $"{curve.Name}.svg"));
            new SvgExporter { Width = ChartWidth, Height = ChartHeight, UseVerticalTextAlignmentWorkaround = true }.Export(Chart(curve), stream);
        }
    }

    private static void WriteNumbers(string path, IReadOnlyList<Curve> curves)
    {
        using var text = new StreamWriter(path);
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        csv.WriteRecords(curves.SelectMany(curve => curve.Series.SelectMany(series => series.Points.Select(point =>
            new { curve = curve.Name, series = series.Name, size = point.X, value = point.Y, unit = curve.YAxis }))));
    }

    private static PlotModel Chart(Curve curve)
    {
        var chart = new PlotModel { Title = curve.Title, DefaultFont = "Arial", Padding = new OxyThickness(16) };
        chart.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = curve.XAxis, AxisTitleDistance = 10, Base = 2, MajorGridlineStyle = LineStyle.Solid });
        chart.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = curve.YAxis, AxisTitleDistance = 10, MajorGridlineStyle = LineStyle.Solid });
        chart.Legends.Add(new Legend { LegendPosition = LegendPosition.TopLeft, LegendLineSpacing = 6 });
        foreach (Series series in curve.Series)
        {
            var line = new LineSeries { Title = series.Name, MarkerType = MarkerType.Circle };
            line.Points.AddRange(series.Points.Select(point => new DataPoint(point.X, point.Y)));
            chart.Series.Add(line);
        }

        return chart;
    }
}
