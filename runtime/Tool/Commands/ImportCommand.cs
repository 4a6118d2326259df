using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary><c>netgen import</c>: a class and its weights out of a file, after a comparison of the two.</summary>
internal static class ImportCommand
{
    /// <summary>The samples that the weights carry unless told otherwise.</summary>
    public const int DefaultSelfCheck = 4;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("import",
            "Writes the class of a network (N.cs) and its weights (N.safetensors), once the compiled class computes what the file says.");
        var file = new FileOptions(command);
        var ns = new Option<string?>("--namespace") { Description = "The namespace of the class; none unless given.", HelpName = "name" };
        var output = new Option<string>("--output", "-o") { Description = "The folder for both files.", HelpName = "folder", DefaultValueFactory = _ => "." };
        var force = new Option<bool>("--force") { Description = "Replace files that are there." };
        Option<int?> selfCheck = NumberOption.Create(
            "--self-check", $"How many samples the weights carry for the class's SelfCheck(), 0 for none; {DefaultSelfCheck} unless given.", 0, Comparison.MaxSamples);
        command.Add(ns);
        command.Add(selfCheck);
        command.Add(output);
        command.Add(force);
        command.SetAction(parsed => Run(
            file.Read(parsed),
            new ImportTarget(parsed.GetValue(ns), parsed.GetRequiredValue(output), parsed.GetValue(force), parsed.GetValue(selfCheck) ?? DefaultSelfCheck),
            parsed.InvocationConfiguration.Output));
        return command;
    }

    /// <summary>Checks a network and writes it; what was read is an argument, so that a test can give what no file has.</summary>
    /// <exception cref="CommandException">The compiled class computes something else, or a file is in the way; nothing was written.</exception>
    internal static int Run(ImportedNetwork imported, ImportTarget target, TextWriter output)
    {
        NetworkModel model = imported.Network;
        string? ns = target.Namespace;
        if (!string.IsNullOrEmpty(ns) && !NetworkValidation.IsNamespace(ns))
            throw new CommandException($"--namespace: '{Tables.Printable(ns)}' is no namespace for the class: names with dots between them, none of which is {NetworkValidation.NamesInUse}.");
        Tables.Layers(output, model);
        foreach (string note in imported.Notes) output.WriteLine($"note: {Tables.Printable(note)}");

        using var bytes = new MemoryStream();
        using (var compiled = new CompiledNetworks(ns, [model]))
        {
            INetwork network = compiled.Networks[0];
            Comparison comparison = Comparison.Of(network, imported);
            if (!comparison.IsGood) throw new CommandException($"The compiled class does not compute what the file says. {comparison}. Nothing was written.");
            output.WriteLine($"check: {comparison}");
            network.Save(bytes, new SaveOptions { SelfCheckInputs = SelfCheckInputs(network, model, target.SelfCheckSamples, output) });
        }

        string source = Path.Combine(target.Folder, model.Name + ".cs"), weights = Path.Combine(target.Folder, model.Name + ".safetensors");
        string item = ItemName(weights);
        OutputFiles.Write([(source, Encoding.UTF8.GetBytes(NetworkSource.Write(model, ns, item))), (weights, bytes.ToArray())], target.Force);
        output.WriteLine($"wrote: {source}, {weights}");
        output.WriteLine($"In the project file: <ItemGroup><NetGenWeights Include=\"{item}\" /></ItemGroup>");
        return 0;
    }

    // The first samples of the comparison that stay within the numbers of a float: others cannot be stored.
    private static float[] SelfCheckInputs(INetwork network, NetworkModel model, int count, TextWriter output)
    {
        int samples = Math.Max(count, Comparison.SamplesFor(model));
        float[] inputs = Comparison.Draw(model, samples), outputs = new float[model.OutputSize];
        var chosen = new List<float>();
        for (int sample = 0; sample < samples && chosen.Count < count * model.InputSize; sample++)
        {
            Span<float> input = inputs.AsSpan(sample * model.InputSize, model.InputSize);
            network.Forward(input, outputs);
            if (Array.TrueForAll(outputs, float.IsFinite) && !input.ContainsAnyExceptInRange(float.MinValue, float.MaxValue)) chosen.AddRange(input);
        }

        int found = chosen.Count / model.InputSize;
        if (found < count) output.WriteLine($"note: the weights carry {found} samples for SelfCheck(): no others have finite outputs.");
        return [.. chosen];
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

/// <summary>What an import writes, and where.</summary>
/// <param name="Namespace">The namespace of the class; null or empty for none.</param>
/// <param name="Folder">The folder of both files.</param>
/// <param name="Force">Whether files that are there are replaced.</param>
/// <param name="SelfCheckSamples">How many samples the weights carry for the class's <c>SelfCheck()</c>.</param>
internal sealed record ImportTarget(string? Namespace, string Folder, bool Force = false, int SelfCheckSamples = ImportCommand.DefaultSelfCheck);
