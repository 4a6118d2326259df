using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NetGen.Benchmarks.Measuring;

/// <summary>A Markdown table; its columns line up when it is read as text, too.</summary>
/// <param name="leftColumns">How many columns, from the first on, are aligned to the left; the rest holds numbers.</param>
/// <param name="header">The names of the columns.</param>
internal sealed class MarkdownTable(int leftColumns, params string[] header)
{
    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add(cells);

    public override string ToString()
    {
        int[] widths = [.. header.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Append(4).Max())];
        var text = new StringBuilder();
        AppendRow(text, [.. header.Select((name, column) => Pad(name, column, widths))]);
        AppendRow(text, [.. widths.Select((width, column) => column < leftColumns ? new string('-', width) : new string('-', width - 1) + ":")]);
        foreach (string[] row in _rows) AppendRow(text, [.. row.Select((cell, column) => Pad(cell, column, widths))]);
        return text.ToString();
    }

    private string Pad(string cell, int column, int[] widths) => column < leftColumns ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]);

    private static void AppendRow(StringBuilder text, string[] cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
