using System.CommandLine;
using System.IO;
using System.Linq;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary><c>netgen inspect</c>: what is in a file.</summary>
internal static class InspectCommand
{
    private const int MaxProblems = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("inspect", "Shows what is in a file: tensors, metadata, nodes, and the layers if it is a network.");
        var file = new FileOptions(command);
        command.SetAction(parsed =>
        {
            TextWriter output = parsed.InvocationConfiguration.Output;
            ImportFormat format = file.Format(parsed);
            FileSummary summary = format.Summarize(file.Path(parsed));
            output.WriteLine($"{file.Path(parsed)}: {format.Title}, {new FileInfo(file.Path(parsed)).Length:N0} bytes");
            foreach ((string key, string value) in summary.Properties) output.WriteLine($"{Tables.Printable(key)}: {Tables.Printable(value)}");
            Tables.Texts(output, ["tensor", "type", "shape"], [.. summary.Parts.Select(part => new[] { part.Name, part.Type, $"[{part.Shape}]" })]);
            Tables.Texts(output, ["node", "operator", "values"], [.. summary.Nodes.Select(node => new[] { node.Name, node.Type, node.Values })]);
            ShowLayers(output, file, parsed);
            return 0;
        });
        return command;
    }

    // A file that cannot be imported, or not without options, can be looked at.
    private static void ShowLayers(TextWriter output, FileOptions file, ParseResult parsed)
    {
        try
        {
            ImportedNetwork imported = file.Read(parsed);
            Tables.Layers(output, imported.Network);
            foreach (string note in imported.Notes) output.WriteLine($"note: {Tables.Printable(note)}");
        }
        catch (ImportException exception)
        {
            output.WriteLine("As it is, it is no network that can be imported:");
            foreach (ImportProblem problem in exception.Problems.Take(MaxProblems)) output.WriteLine($"  {Tables.Printable(problem.ToString())}");
        }
    }
}
