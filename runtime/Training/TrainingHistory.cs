using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>Writes the epochs of training as text, for tables and charts: one line an epoch, numbers the same in every culture.</summary>
public static class TrainingHistory
{
    private static readonly (string Name, Func<EpochReport, double?> Value)[] s_columns =
    [
        ("epoch", epoch => epoch.Epoch),
        ("training_loss", epoch => epoch.TrainingLoss),
        ("penalty", epoch => epoch.Penalty),
        ("gradient_norm", epoch => epoch.GradientNorm),
        ("learning_rate", epoch => epoch.LearningRate),
        ("validation_loss", epoch => epoch.ValidationLoss),
        ("validation_accuracy", epoch => epoch.ValidationAccuracy),
        ("elapsed_seconds", epoch => epoch.Elapsed.TotalSeconds),
    ];

    private static readonly (string Name, Func<EpochReport, double?> Value) s_epsilon = ("epsilon", epoch => epoch.Privacy?.Epsilon);

    /// <summary>
    /// Writes a table of comma-separated values (RFC 4180, with line feeds), its first line the names of the columns; what there is none of is left empty. Private training has a column
    /// for ε as well.
    /// </summary>
    /// <param name="report">What training came to.</param>
    /// <param name="writer">Receives the table; it is left open.</param>
    public static void WriteCsv(this TrainingReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        (string Name, Func<EpochReport, double?> Value)[] columns = ColumnsOf(report);
        WriteLine(column => columns[column].Name);
        foreach (EpochReport epoch in report.History) WriteLine(column => Text(columns[column].Value(epoch)));

        void WriteLine(Func<int, string> cell)
        {
            for (int column = 0; column < columns.Length; column++) writer.Write(column == 0 ? cell(0) : "," + cell(column));
            writer.Write('\n');
        }
    }

    /// <summary>Writes one JSON object a line (https://jsonlines.org), with the names of the columns of <see cref="WriteCsv"/>; what there is none of, or is not finite, is null.</summary>
    /// <param name="report">What training came to.</param>
    /// <param name="writer">Receives the lines; it is left open.</param>
    public static void WriteJsonLines(this TrainingReport report, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(writer);
        (string Name, Func<EpochReport, double?> Value)[] columns = ColumnsOf(report);
        using var line = new MemoryStream();
        foreach (EpochReport epoch in report.History)
        {
            line.SetLength(0);
            using (var json = new Utf8JsonWriter(line))
            {
                json.WriteStartObject();
                foreach ((string name, Func<EpochReport, double?> value) in columns)
                {
                    json.WritePropertyName(name);
                    if (value(epoch) is { } number && double.IsFinite(number)) json.WriteRawValue(Text(number));
                    else json.WriteNullValue();
                }

                json.WriteEndObject();
            }

            writer.Write(Encoding.UTF8.GetString(line.GetBuffer().AsSpan(0, (int)line.Length)));
            writer.Write('\n');
        }
    }

    private static (string Name, Func<EpochReport, double?> Value)[] ColumnsOf(TrainingReport report) =>
        report.History.Any(epoch => epoch.Privacy is not null) ? [.. s_columns, s_epsilon] : s_columns;

    // The shortest text that reads back as the same float.
    private static string Text(double? value) => value is { } number ? ((float)number).ToString("R", CultureInfo.InvariantCulture) : "";
}
