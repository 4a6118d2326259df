using System.CommandLine;
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
        var type = new Option<string?>("--dtype") { Description = "The type of the weights in safetensors; f32 unless given.", HelpName = "f32|f16|bf16" };
        var output = new Option<string?>("--output", "-o") { Description = "The file; by default the name of the network, here.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        type.AcceptOnlyFromAmong("f32", "f16", "bf16");
        foreach (Option option in (Option[])[onnx, safetensors, type, output, force]) command.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(onnx) == result.GetValue(safetensors)) result.AddError("One of --onnx and --safetensors says what to write.");
            if (result.GetValue(onnx) && result.GetValue(type) is not null)
                result.AddError("--dtype is for --safetensors; ONNX is written with the weights as they are.");
        });
        command.SetAction(parsed =>
        {
            ImportedNetwork imported = file.Read(parsed);
            bool isOnnx = parsed.GetValue(onnx);
            WeightType written = parsed.GetValue(type) switch { "f16" => WeightType.Float16, "bf16" => WeightType.BFloat16, _ => WeightType.Float32 };
            string path = parsed.GetValue(output) ?? imported.Network.Name + (isOnnx ? ".onnx" : ".safetensors");
            OutputFiles.Write([(path, isOnnx ? imported.Network.ToOnnx() : Safetensors(imported.Network, written))], parsed.GetValue(force));
            foreach (string note in imported.Notes) parsed.InvocationConfiguration.Output.WriteLine($"note: {Tables.Printable(note)}");
            parsed.InvocationConfiguration.Output.WriteLine($"wrote: {path}");
            return 0;
        });
        return command;
    }

    private static byte[] Safetensors(NetworkModel model, WeightType type)
    {
        using var bytes = new MemoryStream();
        model.Save(bytes, type);
        return bytes.ToArray();
    }
}
