using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NetGen.Formats;

/// <summary>
/// Draws networks: their layers from the input to the output, with sizes, activations and parameters. The same network always gives the same drawing.
/// </summary>
public static partial class NetworkDiagram
{
    /// <summary>Draws a flow chart of Mermaid (https://mermaid.js.org/syntax/flowchart.html), which GitHub and others show in Markdown.</summary>
    /// <param name="model">The network.</param>
    /// <returns>The text of the chart, without the fence.</returns>
    /// <exception cref="ImportException">The model is not a network.</exception>
    public static string ToMermaid(NetworkModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkValidation.Require(model);
        List<LayerRow> rows = LayerTable.Of(model);
        var text = new StringBuilder($"---\ntitle: \"{Title(model)}\"\n---\nflowchart LR\n");

        // The names of nodes are numbers, since some words, such as end, mean something else.
        text.Append($"    n0([\"input<br/>{Number(model.InputSize)}\"])\n");
        for (int i = 0; i < rows.Count; i++) text.Append($"    n{i + 1}[\"{string.Join("<br/>", Lines(rows[i]).Prepend($"<b>{rows[i].Name}</b>"))}\"]\n");
        text.Append($"    n{rows.Count + 1}([\"output<br/>{Number(model.OutputSize)}\"])\n");
        for (int i = 0; i <= rows.Count; i++) text.Append($"    n{i} --> n{i + 1}\n");
        return text.ToString();
    }

    private static string Title(NetworkModel model) =>
        $"{model.Name}: {Count(model.ParameterCount, "parameter")}, {Count(LayerTable.Of(model).Sum(row => row.MultiplyAdds), "multiply-add")} a sample";

    private static IEnumerable<string> Lines(LayerRow row)
    {
        if (row.Kind == "Dense")
            yield return $"{Number(row.Inputs)} → {Number(row.Outputs)}{(row.Function == nameof(Activation.Identity) ? "" : $", {row.Function}")}";
        else yield return row.Function;
        if (row.Parameters > 0) yield return Count(row.Parameters, "parameter");
    }

    private static string Count(long value, string noun) => $"{Number(value)} {noun}{(value == 1 ? "" : "s")}";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
