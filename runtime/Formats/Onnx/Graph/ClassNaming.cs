using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace NetGen.Formats.Onnx;

/// <summary>Names of classes out of the names that files have.</summary>
internal static class ClassNaming
{
    // What exporters call every graph.
    private static readonly HashSet<string> _meaningless = ["torch_jit", "torch-jit-export", "main_graph", "main", "tf2onnx", "graph", "model", "onnx"];

    /// <summary>The name of the graph as an identifier, that of the file where the graph's says nothing; with <c>Network</c> behind it where it cannot be a class's.</summary>
    public static string Of(string graph, string file)
    {
        string name = _meaningless.Contains(graph.ToLowerInvariant()) ? "" : Identifier(graph);
        if (name.Length == 0) name = Identifier(file);
        return NetworkValidation.IsClassName(name) ? name : name + "Network";
    }

    /// <summary>Words with their first letters raised; ASCII only, so that it reads the same everywhere. With a capital in front it is no keyword.</summary>
    private static string Identifier(string text)
    {
        var name = new StringBuilder();
        bool begins = true;
        foreach (char character in text.Take(100))
        {
            if (char.IsAsciiLetterOrDigit(character)) name.Append(begins ? char.ToUpperInvariant(character) : character);
            begins = !char.IsAsciiLetterOrDigit(character);
        }

        return name.Length > 0 && char.IsAsciiDigit(name[0]) ? $"N{name}" : name.ToString();
    }
}
