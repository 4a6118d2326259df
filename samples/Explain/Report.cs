using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using NetGen;
using Spectre.Console;

namespace Explain;

/// <summary>What the sample prints.</summary>
internal static class Report
{
    private const int Side = 8;

    public static void Digits(IEnumerable<(int Digit, int Predicted, float Probability, Completeness Completeness, float[] Attributions)> rows)
    {
        Heading("One image of each digit by integrated gradients: sum, error of completeness, and the pixels (row,column) that speak most for the digit");
        Table table = NewTable("digit", "decided", "probability", "sum", "error", "relative", "first pixels");
        foreach ((int digit, int predicted, float probability, Completeness completeness, float[] attributions) in rows)
        {
            table.AddRow(
                $"{digit}", $"{predicted}", Format(probability, "0.000"),
                Format(completeness.AttributionSum, "0.0000"), Format(completeness.AbsoluteError, "0.0e+0"), Percent(completeness.RelativeError),
                string.Join(' ', Ranking.Greatest(attributions, 3).Select(Place)));
        }

        AnsiConsole.Write(table);
    }

    public static void Completeness(int images, IEnumerable<(int Steps, double[] RelativeErrors)> rows)
    {
        Heading($"Relative error of completeness of integrated gradients, over {images} test images");
        Table table = NewTable("steps", "median", "greatest");
        foreach ((int steps, double[] errors) in rows)
            table.AddRow($"{steps}", Percent(errors.Order().ElementAt(errors.Length / 2)), Percent(errors.Max()));
        AnsiConsole.Write(table);
    }

    public static void Agreement(ImmutableArray<Method> methods, float[][][] attributions)
    {
        Heading("Agreement on which pixels matter: mean rank correlation of their attributions' sizes");
        Table table = NewTable(["", .. Enumerable.Range(1, methods.Length).Select(i => $"{i}")]);
        for (int row = 0; row < methods.Length; row++)
        {
            var agreements = attributions.Take(row + 1).Select(other => Ranking.Agreement(attributions[row], other));
            table.AddRow([$"{row + 1} {methods[row].Name}", .. agreements.Select(agreement => Format(agreement, "0.00"))]);
        }

        AnsiConsole.Write(table);
    }

    public static void Erasure(int[] counts, IEnumerable<(string Name, double[] Probabilities)> rows)
    {
        Heading("Mean probability of the predicted digit, when its most important pixels are made black");
        Table table = NewTable(["pixels", .. counts.Select(count => $"{count}")]);
        foreach ((string name, double[] probabilities) in rows) table.AddRow([name, .. probabilities.Select(probability => Format(probability, "0.000"))]);
        AnsiConsole.Write(table);
    }

    public static void Importance(FeatureImportance[] importances, float accuracy, int count)
    {
        Heading($"Permutation importance: what the test accuracy of {Percent(accuracy)} loses without a pixel");
        Table table = NewTable("pixel (row,column)", "mean", "standard deviation");
        foreach (int pixel in Ranking.Greatest([.. importances.Select(importance => (float)importance.Mean)], count))
            table.AddRow(Place(pixel), Percent(importances[pixel].Mean), Percent(importances[pixel].StandardDeviation));
        AnsiConsole.Write(table);
    }

    public static void Picture(string path)
    {
        Heading("Picture");
        AnsiConsole.WriteLine(path);
    }

    private static void Heading(string text)
    {
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine($"[bold]{text}[/]");
    }

    private static Table NewTable(params string[] columns)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumn(columns[0]);
        foreach (string column in columns.Skip(1)) table.AddColumn(new TableColumn(column).RightAligned().NoWrap());
        return table;
    }

    private static string Place(int pixel) => $"{pixel / Side},{pixel % Side}";

    private static string Percent(double part) => Format(100 * part, "0.00") + " %";

    private static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
