using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using NetGen.Formats;
using Spectre.Console;

namespace NetGen.Tool;

/// <summary>Writes tables as plain text.</summary>
internal static class Tables
{
    private const int Width = 160, MaxLength = 1000, MaxRows = 2000;

    /// <summary>The layers with their sizes and costs.</summary>
    public static void Layers(TextWriter output, NetworkModel model)
    {
        List<LayerRow> rows = LayerTable.Of(model);
        Table table = New("layer", "kind", "shape", "function", "parameters", "multiply-adds", "bytes");
        foreach (LayerRow row in rows)
            Add(table, row.Name, row.Kind, $"{row.Inputs} → {row.Outputs}", row.Function, Number(row.Parameters), Number(row.MultiplyAdds),
                Number(row.Parameters * sizeof(float)));
        Add(table, "total", "", $"{model.InputSize} → {model.OutputSize}", "", Number(rows.Sum(row => row.Parameters)),
            Number(rows.Sum(row => row.MultiplyAdds)), Number(rows.Sum(row => row.Parameters) * sizeof(float)));
        foreach (int column in (int[])[4, 5, 6]) table.Columns[column].RightAligned();
        Write(output, table);
    }

    /// <summary>A table of texts, of which there may be very many.</summary>
    public static void Texts(TextWriter output, string[] headings, IReadOnlyCollection<string[]> rows)
    {
        Table table = New(headings);
        foreach (string[] row in rows.Take(MaxRows)) Add(table, row);
        if (rows.Count > 0) Write(output, table);
        if (rows.Count > MaxRows) output.WriteLine($"… and {Number(rows.Count - MaxRows)} more.");
    }

    private static Table New(params string[] headings)
    {
        Table table = new Table { Border = TableBorder.Minimal };
        foreach (string heading in headings) table.AddColumn(new TableColumn(new Text(heading)));
        return table;
    }

    // As texts, not as mark-up: names come out of files.
    private static void Add(Table table, params string[] cells) => table.AddRow(cells.Select(cell => new Text(Printable(cell))));

    private static void Write(TextWriter output, Table table)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(output),
            Interactive = InteractionSupport.No
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        console.Write(table);
    }

    /// <summary>A text without characters that would control a terminal, and not longer than a few lines.</summary>
    public static string Printable(string text) =>
        string.Concat(text.Take(MaxLength).Select(c => char.IsControl(c) ? '�' : c)) + (text.Length > MaxLength ? "…" : "");

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
