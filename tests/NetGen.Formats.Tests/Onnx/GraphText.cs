using System;
using System.Globalization;
using System.Linq;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>
/// Nodes as text: <c>op in in &gt; out key=value</c>, separated by semicolons. A number as an input is a scalar constant; as an attribute it is real if it
/// has a point.
/// </summary>
internal static class GraphText
{
    public static ModelBuilder Add(ModelBuilder model, string text)
    {
        foreach (string line in text.Split(';'))
        {
            string[] sides = line.Split('>'), left = sides[0].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                right = sides[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] inputs = [.. left.Skip(1).Select(input => float.TryParse(input, CultureInfo.InvariantCulture, out float value) ? Constant(model, value) : input)];
            string[] outputs = [.. right.TakeWhile(word => !word.Contains('='))];
            model.Node(left[0], string.Join(' ', inputs), string.Join(' ', outputs), [.. right.Skip(outputs.Length).Select(Attribute)]);
        }

        return model;
    }

    private static string Constant(ModelBuilder model, float value)
    {
        string name = $"constant{model.Model.Graph.Initializer.Count}";
        model.Scalar(name, value);
        return name;
    }

    private static (string Name, object Value) Attribute(string text)
    {
        string[] sides = text.Split('=');
        if (sides[1].StartsWith('[')) return (sides[0], sides[1].Trim('[', ']').Split(',').Select(long.Parse).ToArray());
        if (int.TryParse(sides[1], CultureInfo.InvariantCulture, out int integer)) return (sides[0], integer);
        return (sides[0], float.TryParse(sides[1], CultureInfo.InvariantCulture, out float real) ? real : sides[1]);
    }
}
