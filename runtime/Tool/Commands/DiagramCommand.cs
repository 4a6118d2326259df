using System.CommandLine;
using System.Text;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary><c>netgen diagram</c>: a drawing of a network.</summary>
internal static class DiagramCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("diagram", "Draws a network as a flow chart of Mermaid, or as a picture in SVG.");
        var file = new FileOptions(command);
        var mermaid = new Option<bool>("--mermaid") { Description = "Write Mermaid; so unless told otherwise." };
        var svg = new Option<bool>("--svg") { Description = "Write SVG." };
        var output = new Option<string?>("--output", "-o") { Description = "The file; by default the drawing is printed.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        foreach (Option option in (Option[])[mermaid, svg, output, force]) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(mermaid) && result.GetValue(svg)) result.AddError("--mermaid and --svg exclude each other.");
        });
        command.SetAction(parsed =>
        {
            NetworkModel model = file.Read(parsed).Network;
            string drawing = parsed.GetValue(svg) ? NetworkDiagram.ToSvg(model) : NetworkDiagram.ToMermaid(model);
            if (parsed.GetValue(output) is { } path) OutputFiles.Write([(path, Encoding.UTF8.GetBytes(drawing))], parsed.GetValue(force));
            else parsed.InvocationConfiguration.Output.Write(drawing);
            return 0;
        });
        return command;
    }
}
