using System.Collections.Generic;
using System.IO;
using NetGen;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Binary;

/// <summary>The training loss of several runs against the epochs, on logarithmic axes.</summary>
internal static class LossChart
{
    public static void Write(string path, IEnumerable<(string Name, TrainingReport Report)> runs)
    {
        var chart = new PlotModel { Title = "Gradient descent until the loss is acceptable", DefaultFont = "Arial", Padding = new OxyThickness(16) };
        chart.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = "epoch" });
        chart.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "training loss (binary cross-entropy)" });
        chart.Legends.Add(new Legend { LegendPosition = LegendPosition.TopRight });
        foreach ((string name, TrainingReport report) in runs)
        {
            var line = new LineSeries { Title = name };
            foreach (EpochReport epoch in report.History) line.Points.Add(new DataPoint(epoch.Epoch, epoch.TrainingLoss));
            chart.Series.Add(line);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream stream = File.Create(path);
        new SvgExporter { Width = 900, Height = 600, UseVerticalTextAlignmentWorkaround = true }.Export(chart, stream);
    }
}
