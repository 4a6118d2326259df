using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary><c>netgen import</c>: a class and its weights out of a file, after a comparison of the two.</summary>
internal static class ImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("import",
            "Writes the class of a network (N.cs) and its weights (N.safetensors), once the compiled class computes what the file says.");
        var file = new FileOptions(command);
        var ns = new Option<string?>("--namespace") { Description = "The namespace of the class; none unless given.", HelpName = "name" };
        var output = new Option<string>("--output", "-o") { Description = "The folder for both files.", HelpName = "folder", DefaultValueFactory = _ => "." };
        var force = new Option<bool>("--force") { Description = "Replace files that are there." };
        command.Add(ns);
        command.Add(output);
        command.Add(force);
        command.SetAction(parsed => Run(file.Read(parsed), parsed.GetValue(ns), parsed.GetRequiredValue(output), parsed.GetValue(force),
            parsed.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Checks a network and writes it; what was read is an argument, so that a test can give what no file has.</summary>
    /// <exception cref="CommandException">The compiled class computes something else, or a file is in the way; nothing was written.</exception>
    internal static int Run(ImportedNetwork imported, string? ns, string folder, bool force, TextWriter output)
    {
        NetworkModel model = imported.Network;
        if (!string.IsNullOrEmpty(ns) && !NetworkSource.IsNamespace(ns)) throw new CommandException($"--namespace: '{Tables.Printable(ns)}' is no namespace.");
        Tables.Layers(output, model);
        foreach (string note in imported.Notes) output.WriteLine($"note: {Tables.Printable(note)}");

        using (var compiled = new CompiledNetworks(model))
        {
            Comparison comparison = Comparison.Of(compiled.Networks[0], imported);
            if (!comparison.IsGood) throw new CommandException($"The compiled class does not compute what the file says. {comparison}. Nothing was written.");
            output.WriteLine($"check: {comparison}");
        }

        string source = Path.Combine(folder, model.Name + ".cs"), weights = Path.Combine(folder, model.Name + ".safetensors");
        string item = ItemName(weights);
        using var bytes = new MemoryStream();
        model.Save(bytes);
        OutputFiles.Write([(source, Encoding.UTF8.GetBytes(NetworkSource.Write(model, ns, item))), (weights, bytes.ToArray())], force);
        output.WriteLine($"wrote: {source}, {weights}");
        output.WriteLine($"In the project file: <ItemGroup><NetGenWeights Include=\"{item}\" /></ItemGroup>");
        return 0;
    }

    // The name of a file in a project is relative to the project, with '/' between folders.
    private static string ItemName(string path)
    {
        path = Path.GetFullPath(path);
        for (string? folder = Path.GetDirectoryName(path); folder is not null; folder = Path.GetDirectoryName(folder))
            if (Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*.csproj").Any()) return Path.GetRelativePath(folder, path).Replace('\\', '/');
        return Path.GetFileName(path);
    }
}
