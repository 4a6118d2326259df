using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace NetGen.Formats;

/// <summary>Writes the declaration of a network in C#, as a person would.</summary>
public static class NetworkSource
{
    private const int MaxNames = 64;

    /// <summary>Writes the file: usings, namespace, a comment with the layers, and the class with its attributes.</summary>
    /// <param name="model">The network.</param>
    /// <param name="ns">The namespace; null or empty for none.</param>
    /// <param name="weightsFile">The file for a <c>[Weights]</c> attribute; null for none, and so weights that are loaded at run time.</param>
    /// <returns>The text, with line feeds.</returns>
    /// <exception cref="ImportException">The model is not a network.</exception>
    /// <exception cref="ArgumentException">The namespace is not one, or hides what the class needs, as <c>MyApp.Activation</c> does.</exception>
    public static string Write(NetworkModel model, string? ns = null, string? weightsFile = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        NetworkValidation.Require(model);
        if (!string.IsNullOrEmpty(ns) && !NetworkValidation.IsNamespace(ns)) throw new ArgumentException($"'{ns}' is no namespace for the class.", nameof(ns));

        var text = new StringBuilder("using NetGen;\n\n");
        if (!string.IsNullOrEmpty(ns)) text.Append($"namespace {ns};\n\n");
        WriteComment(text, model);
        text.Append($"[Network({model.InputSize})]\n");
        bool[] needsName = LayerNaming.NeedsName(model);
        for (int i = 0; i < needsName.Length; i++) text.Append(Attribute(model.Layers[i], needsName[i])).Append('\n');
        if (weightsFile is not null) text.Append($"[Weights({Literal(weightsFile)})]\n");
        text.Append($"public sealed partial class {model.Name};\n");
        return text.ToString();
    }

    private static string Attribute(LayerModel layer, bool needsName)
    {
        var arguments = new List<string>();
        switch (layer)
        {
            case DenseLayer dense:
                arguments.Add(dense.Units.ToString(CultureInfo.InvariantCulture));
                if (dense.Activation != Activation.Identity) arguments.Add($"Activation.{dense.Activation}");
                if (dense.Alpha != new ActivationChoice(dense.Activation).Alpha) arguments.Add($"Alpha = {Literal(dense.Alpha)}");
                if (dense.Bias is null) arguments.Add("UseBias = false");
                break;
            case DropoutLayer dropout:
                arguments.Add(Literal(dropout.Rate));
                break;
        }

        if (needsName) arguments.Add($"Name = {Literal(layer.Name)}");
        return arguments.Count == 0 ? $"[{LayerNaming.Kind(layer)}]" : $"[{LayerNaming.Kind(layer)}({string.Join(", ", arguments)})]";
    }

    private static void WriteComment(StringBuilder text, NetworkModel model)
    {
        string sizes = $"{Count(model.InputSize, "input")} and {Count(model.OutputSize, "output")}";
        text.Append($"/// <summary>A network of {sizes}, with {Count(model.ParameterCount, "parameter")}.</summary>\n");
        text.Append("/// <remarks>\n/// <code>\n");
        List<string[]> rows = [["layer", "output", "parameters", ""]];
        rows.AddRange(LayerTable.Of(model).Select(row => new[] { row.Name, Number(row.Outputs), Number(row.Parameters), row.Function }));
        int[] widths = [.. Enumerable.Range(0, 4).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            text.Append($"/// {$"{row[0].PadRight(widths[0])}  {row[1].PadLeft(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3]}".TrimEnd()}\n");
        text.Append("/// </code>\n");
        WriteNames(text, "Inputs", model.InputNames.IsDefault ? [] : model.InputNames);
        WriteNames(text, "Outputs", model.ClassNames.IsDefault ? [] : model.ClassNames);
        text.Append("/// </remarks>\n");
    }

    private static void WriteNames(StringBuilder text, string title, IReadOnlyCollection<string> names)
    {
        if (names.Count is 0 or > MaxNames) return;
        text.Append($"/// {title}: {string.Join(", ", names.Select(Escape))}.\n");
    }

    // What the file says must not end the comment, nor be taken for XML.
    private static string Escape(string name)
    {
        var text = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes())
        {
            text.Append(rune.Value switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '\u2028' or '\u2029' or '\uFFFE' or '\uFFFF' => "�",
                _ => Rune.IsControl(rune) ? "�" : rune.ToString(),
            });
        }

        return text.ToString();
    }

    private static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
            literal.Append(c is '"' or '\\' ? $"\\{c}" : char.IsControl(c) || c is '\u2028' or '\u2029' ? $"\\u{(int)c:x4}" : c.ToString());
        return literal.Append('"').ToString();
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Count(long value, string noun) => $"{Number(value)} {noun}{(value == 1 ? "" : "s")}";
}
