using System.Collections.Generic;
using System.IO;
using System.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace Fitting;

/// <summary>The loss on images that were not learnt, against the epochs, of several experiments.</summary>
internal static class LossChart
{
    public static void Write(string path, IEnumerable<(string Name, IReadOnlyList<float> Curve)> curves)
    {
        var chart = new PlotModel { Title = "Over- and underfitting, and what helps", DefaultFont = "Arial", Padding = new OxyThickness(16) };
        chart.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = "epoch" });
        chart.Axes.Add(new LinearAxis { Position = AxisPosition.Left, Title = "test loss (cross-entropy)", Minimum = 0, Maximum = 2.4 });
        chart.Legends.Add(new Legend { LegendPosition = LegendPosition.TopRight });
        foreach ((string name, IReadOnlyList<float> curve) in curves)
        {
            var line = new LineSeries { Title = name };
            line.Points.AddRange(curve.Select((loss, index) => new DataPoint(index + 1, loss)));
            chart.Series.Add(line);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream stream = File.Create(path);
        new SvgExporter { Width = 900, Height = 600, UseVerticalTextAlignmentWorkaround = true }.Export(chart, stream);
    }
}
