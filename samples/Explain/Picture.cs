using System.Collections.Generic;
using System.IO;
using System.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;

namespace Explain;

/// <summary>Images and their attributions as a picture: a column for each image, a row for the images and for each method.</summary>
internal static class Picture
{
    private const int Side = 8;
    private const int TileSize = 110;
    private const double TilePart = 0.92;
    private const string Greys = "greys", Parts = "parts";

    /// <summary>Writes an SVG file; each tile is scaled by the greatest size of its own values.</summary>
    public static void Write(string path, IReadOnlyList<string> columns, IReadOnlyList<(string Name, float[][] Tiles)> rows)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var chart = new PlotModel { DefaultFont = "Arial", PlotAreaBorderThickness = new OxyThickness(0), Padding = new OxyThickness(16) };
        chart.Axes.Add(new LinearColorAxis { Key = Greys, Position = AxisPosition.None, Minimum = 0, Maximum = 1, Palette = OxyPalettes.Gray(256) });
        chart.Axes.Add(new LinearColorAxis
        {
            Key = Parts,
            Position = AxisPosition.Right,
            AxisDistance = 10,
            Minimum = -1,
            Maximum = 1,
            MajorStep = 0.5,
            AxisTitleDistance = 24,
            Palette = OxyPalette.Interpolate(256, OxyColors.Blue, OxyColors.White, OxyColors.Red),
            Title = "against the digit (−) or for it (+)",
        });
        for (int column = 0; column < columns.Count; column++)
            chart.Axes.Add(TileAxis($"x{column}", AxisPosition.Top, columns[column], (double)column / columns.Count, (column + TilePart) / columns.Count));
        for (int row = 0; row < rows.Count; row++)
        {
            chart.Axes.Add(TileAxis($"y{row}", AxisPosition.Left, rows[row].Name, 1 - (double)row / rows.Count, 1 - (row + TilePart) / rows.Count));
            for (int column = 0; column < columns.Count; column++)
                chart.Series.Add(Tile(rows[row].Tiles[column], row == 0 ? Greys : Parts, $"x{column}", $"y{row}"));
        }

        using FileStream stream = File.Create(path);
        new SvgExporter { Width = TileSize * columns.Count + 150, Height = TileSize * rows.Count + 60, UseVerticalTextAlignmentWorkaround = true }
            .Export(chart, stream);
    }

    private static LinearAxis TileAxis(string key, AxisPosition position, string title, double start, double end) => new()
    {
        Key = key,
        Position = position,
        Title = title,
        TitleFontSize = 11,
        StartPosition = start,
        EndPosition = end,
        Minimum = -0.5,
        Maximum = Side - 0.5,
        TickStyle = TickStyle.None,
        LabelFormatter = _ => "",
    };

    private static HeatMapSeries Tile(float[] pixels, string colours, string x, string y)
    {
        double scale = pixels.Max(float.Abs);
        var data = new double[Side, Side];
        for (int i = 0; i < pixels.Length; i++) data[i % Side, i / Side] = scale == 0 ? 0 : pixels[i] / scale;
        return new HeatMapSeries
        {
            X0 = 0,
            X1 = Side - 1,
            Y0 = 0,
            Y1 = Side - 1,
            Data = data,
            Interpolate = false,
            RenderMethod = HeatMapRenderMethod.Rectangles,
            ColorAxisKey = colours,
            XAxisKey = x,
            YAxisKey = y,
        };
    }
}
