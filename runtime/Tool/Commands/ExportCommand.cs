using System.CommandLine;
using System.Globalization;
using System.IO;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary><c>netgen export</c>: a file of another format out of a file.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("export", "Writes a network as ONNX or as safetensors of NetGen.");
        var file = new FileOptions(command);
        var onnx = new Option<bool>("--onnx") { Description = "Write ONNX, opset 20." };
        var safetensors = new Option<bool>("--safetensors") { Description = "Write safetensors, with the description of the layers." };
        Option<string?> type = ChoiceOption.Create("--dtype", "The type of the weights in safetensors; f32 unless given.", "f32", "f16", "bf16");
        var batch = NumberOption.Create("--batch", "The samples that the ONNX model takes at once; any number unless given.", 1, int.MaxValue);
        var classNames = new Option<string?>("--class-names")
        {
            Description = "The names of the outputs, with commas, for the metadata of the ONNX model.",
            HelpName = "list",
        };
        var output = new Option<string?>("--output", "-o") { Description = "The file; by default the name of the network, here.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        foreach (Option option in (Option[])[onnx, safetensors, type, batch, classNames, output, force]) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(onnx) == result.GetValue(safetensors)) result.AddError("One of --onnx and --safetensors says what to write.");
            if (result.GetValue(onnx) && result.GetValue(type) is not null)
                result.AddError("--dtype is for --safetensors; ONNX is written with the weights as they are.");
            if (result.GetValue(safetensors) && (result.GetResult(batch) is not null || result.GetValue(classNames) is not null))
                result.AddError("--batch and --class-names are for --onnx.");
        });
        command.SetAction(parsed =>
        {
            ImportedNetwork imported = file.Read(parsed);
            bool isOnnx = parsed.GetValue(onnx);
            WeightType written = parsed.GetValue(type) switch { "f16" => WeightType.Float16, "bf16" => WeightType.BFloat16, _ => WeightType.Float32 };
            string path = parsed.GetValue(output) ?? imported.Network.Name + (isOnnx ? ".onnx" : ".safetensors");
            string? error = null;
            byte[] bytes = isOnnx
                ? Onnx(imported.Network, parsed.GetValue(batch), FileOptions.Split(parsed.GetValue(classNames)))
                : Safetensors(imported.Network, written, out error);
            OutputFiles.Write([(path, bytes)], parsed.GetValue(force));
            foreach (string note in imported.Notes) parsed.InvocationConfiguration.Output.WriteLine($"note: {Tables.Printable(note)}");
            if (error is not null) parsed.InvocationConfiguration.Output.WriteLine(error);
            parsed.InvocationConfiguration.Output.WriteLine($"wrote: {path}");
            return 0;
        });
        return command;
    }

    private static byte[] Onnx(NetworkModel model, int? batch, string[] classNames)
    {
        if (classNames.Length > 0 && classNames.Length != model.OutputSize)
            throw new CommandException($"--class-names: there are {classNames.Length} names for the {model.OutputSize} outputs of the network.");
        return model.ToOnnx(new OnnxExportOptions { BatchSize = batch, ClassNames = [.. classNames] });
    }

    private static byte[] Safetensors(NetworkModel model, WeightType type, out string? error)
    {
        using var bytes = new MemoryStream();
        SaveReport report = model.Save(bytes, type);
        error = report.Tensor is null
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"rounded: a weight is off by at most {report.LargestError:0.##E+0}, in '{report.Tensor}'");
        return bytes.ToArray();
    }
}
