using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using NetGen.Formats;
using NetGen.Formats.Onnx;

namespace NetGen.Tool;

/// <summary><c>netgen evaluate</c>: what an ONNX graph gives, by the evaluator that imports are compared with.</summary>
internal static class EvaluateCommand
{
    private const int ShownValues = 20;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("evaluate", "Evaluates an ONNX graph in double precision on data sets: folders with input_0.pb, and output_0.pb to compare with.");
        var file = new Argument<string>("model") { Description = "The file: .onnx." };
        var data = new Option<string[]>("--data")
        {
            Description = "A data set; by default all test_data_set_* beside the model.",
            HelpName = "folder",
        };
        command.Add(file);
        command.Add(data);
        command.SetAction(parsed => Run(parsed.GetRequiredValue(file), parsed.GetValue(data) ?? [], parsed.InvocationConfiguration.Output));
        return command;
    }

    private static int Run(string path, string[] folders, TextWriter output)
    {
        byte[] model = Read(path);
        if (folders.Length == 0) folders = [.. Directory.GetDirectories(Path.GetDirectoryName(Path.GetFullPath(path))!, "test_data_set_*").Order(StringComparer.Ordinal)];
        if (folders.Length == 0) throw new CommandException($"There is no folder test_data_set_* beside '{path}'; --data names one.");
        var failures = new List<string>();
        foreach (string folder in folders)
        {
            OnnxDataSet set = OnnxDataSet.Read(model, folder);
            Dictionary<string, OnnxTensor> outputs = OnnxEvaluator.Run(new MemoryStream(model), set.Inputs);
            string? difference = set.Difference(outputs);
            string verdict = set.Expected.Count == 0 ? "nothing to compare with" : difference is null ? "as expected" : $"not as expected: {difference}";
            output.WriteLine($"{Path.GetFileName(folder)}: {Tables.Printable(verdict)}");
            foreach ((string name, OnnxTensor value) in outputs) output.WriteLine($"  {Tables.Printable(name)}: {value} {Values(value)}");
            if (difference is not null) failures.Add(folder);
        }

        return failures.Count == 0 ? 0 : throw new CommandException($"{failures.Count} of {folders.Length} data sets give something else.");
    }

    private static byte[] Read(string path)
    {
        using FileStream stream = RegularFile.Open(path);
        return ProtobufReading.ReadAll(stream, "the model");
    }

    private static string Values(OnnxTensor tensor)
    {
        IEnumerable<string> shown = Enumerable.Range(0, Math.Min(ShownValues, tensor.Count)).Select(i => tensor[i].ToString("R", CultureInfo.InvariantCulture));
        return string.Join(", ", shown) + (tensor.Count > ShownValues ? ", …" : "");
    }
}
