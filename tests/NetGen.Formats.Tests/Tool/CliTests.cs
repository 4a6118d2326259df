using System;
using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Threading.Tasks;
using NetGen.Formats.Tests.Infrastructure;
using NetGen.Tool;
using Xunit;

namespace NetGen.Formats.Tests.Tool;

/// <summary>The tool, in this process.</summary>
public sealed class CliTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ImportChecksAndWritesBothFiles()
    {
        string output = Succeed("import", DataFile.Of("sequential.safetensors"), "--activation", "relu", "--output-activation", "softmax", "--namespace",
            "My.App", "--output", _folder.Path);
        Assert.Contains("check: 256 samples", output);
        Assert.Contains("302", output);
        Assert.Equal(["Sequential.cs", "Sequential.safetensors"], Files());
        string source = File.ReadAllText(_folder["Sequential.cs"]);
        Assert.Contains("namespace My.App;", source);
        Assert.Contains("[Dense(9, Activation.ReLU, UseBias = false)]", source);
        Assert.Contains("[Weights(\"Sequential.safetensors\")]", source);
        DataFile.AssertComputes(NetworkModel.Load(_folder["Sequential.safetensors"]), "sequential.json");

        // Once more: not without --force.
        byte[] before = File.ReadAllBytes(_folder["Sequential.safetensors"]);
        string[] again = ["import", DataFile.Of("sequential.safetensors"), "--activation", "tanh", "--output", _folder.Path];
        Assert.Contains("--force", Fail(again));
        Assert.Equal(before, File.ReadAllBytes(_folder["Sequential.safetensors"]));
        Succeed([.. again, "--force"]);
        Assert.Contains("Activation.Tanh", File.ReadAllText(_folder["Sequential.cs"]));
    }

    [Theory]
    [InlineData("batchnorm.safetensors", "--activation", "relu")]
    [InlineData("deep.safetensors", "--activation", "tanh")]
    [InlineData("named.safetensors", "--activation", "silu", "--batch-norm", "before")]
    [InlineData("keras_weights.npz", "--activation", "tanh")]
    [InlineData("torch_names.npz", "--activations", "leaky_relu:0.2,identity")]
    [InlineData("rtneural_dense.json")]
    public void EveryFormatIsImportedExportedAndImportedAgain(params string[] arguments)
    {
        arguments[0] = DataFile.Of(arguments[0]);
        Succeed(["import", .. arguments, "--name", "Net", "--self-check", "0", "--output", _folder.Path]);
        Succeed("export", _folder["Net.safetensors"], "--safetensors", "--output", _folder["Again.safetensors"]);
        Assert.Equal(File.ReadAllBytes(_folder["Net.safetensors"]), File.ReadAllBytes(_folder["Again.safetensors"]));
        Succeed("export", _folder["Net.safetensors"], "--onnx", "--output", _folder["Net.onnx"]);
        Assert.Equal(NetworkModel.Load(_folder["Net.safetensors"]).ToOnnx(), File.ReadAllBytes(_folder["Net.onnx"]));
        Assert.Contains("opset ai.onnx: 20", Succeed("inspect", _folder["Net.onnx"]));
        Assert.Contains("Gemm", Succeed("inspect", _folder["Net.onnx"]));
    }

    [Fact]
    public void WhatTheCheckFindsIsNotWritten()
    {
        NetworkModel model = Models.Varied();
        using var compiled = new CompiledNetworks(model);
        Assert.True(Comparison.Of(compiled.Networks[0], new ImportedNetwork(model, [])).IsGood);

        // An evaluation of another network, one weight of which is another.
        var wrong = new ImportedNetwork(model, []) { Evaluate = (input, output) => { NetworkEvaluator.Evaluate(model, input, output); output[1] += 0.01; } };
        Assert.False(Comparison.Of(compiled.Networks[0], wrong).IsGood);
        var nan = new ImportedNetwork(model, []) { Evaluate = (_, output) => output.Fill(double.NaN) };
        Assert.False(Comparison.Of(compiled.Networks[0], nan).IsGood);

        using var output = new StringWriter();
        Assert.Contains("Nothing was written",
            Assert.Throws<CommandException>(() => ImportCommand.Run(wrong, new ImportTarget(null, _folder.Path, Force: true), output)).Message);
        Assert.Empty(Files());
        Assert.Equal(0, ImportCommand.Run(new ImportedNetwork(model, []), new ImportTarget(null, _folder["new/folder"]), output));
        Assert.True(File.Exists(_folder["new/folder/Varied.cs"]));
    }

    [Fact]
    public void WeightsCarrySamplesForASelfCheck()
    {
        string[] arguments = ["import", DataFile.Of("deep.safetensors"), "--activation", "tanh", "--output", _folder.Path, "--force"];
        Succeed(arguments);
        NetworkModel model = NetworkModel.Load(_folder["Deep.safetensors"]);
        using var compiled = new CompiledNetworks(model);
        SelfCheckReport report = compiled.Networks[0].SelfCheck(_folder["Deep.safetensors"]);
        Assert.Equal(4, report.Samples);
        Assert.InRange(report.LargestError, 0, 1e-6f);

        // Another network has other outputs.
        ((DenseLayer)model.Layers[0]).Weight[0] += 1;
        model.CopyTo(compiled.Networks[0]);
        Assert.True(compiled.Networks[0].SelfCheck(_folder["Deep.safetensors"]).LargestError > 1e-3f);

        Succeed([.. arguments, "--self-check", "256"]);
        Assert.Equal(256, compiled.Networks[0].SelfCheck(_folder["Deep.safetensors"]).Samples);
        Succeed([.. arguments, "--self-check", "0"]);
        Assert.DoesNotContain("selfcheck", Succeed("inspect", _folder["Deep.safetensors"]));
        foreach (string wrong in (string[])["-1", "257", "some"]) Assert.Contains("--self-check", Fail([.. arguments, "--self-check", wrong]));
    }

    [Fact]
    public void SamplesWithoutFiniteOutputsAreNotStored()
    {
        // Half of all samples overflow.
        var model = new NetworkModel("Steep", 1, [new DenseLayer("dense1", 1, 1, Activation.ReLU, [float.MaxValue], null)]);
        using var output = new StringWriter();
        Assert.Equal(0, ImportCommand.Run(new ImportedNetwork(model, []), new ImportTarget(null, _folder.Path, SelfCheckSamples: Comparison.MaxSamples), output));
        using var compiled = new CompiledNetworks(model);
        int samples = compiled.Networks[0].SelfCheck(_folder["Steep.safetensors"]).Samples;
        Assert.InRange(samples, 100, 240);
        Assert.Contains($"carry {samples} samples", output.ToString());
    }

    [Fact]
    public void OnnxIsExportedWithNamesAndAFixedBatch()
    {
        Models.Varied().Save(_folder["net.safetensors"]);
        string[] arguments = ["export", _folder["net.safetensors"], "--onnx", "--output", _folder["net.onnx"]];
        Succeed([.. arguments, "--class-names", "cat,dog, bird", "--batch", "3"]);
        string inspected = Succeed("inspect", _folder["net.onnx"]);
        Assert.Contains("class_names: [\"cat\",\"dog\",\"bird\"]", inspected);
        Assert.Contains("input: input [3, 5]", inspected);
        byte[] before = File.ReadAllBytes(_folder["net.onnx"]);
        Assert.Contains("2 names for the 3 outputs", Fail([.. arguments, "--class-names", "cat,dog", "--force"]));
        Assert.Contains("--batch", Fail([.. arguments, "--batch", "0", "--force"]));
        Assert.Contains("are for --onnx", Fail("export", _folder["net.safetensors"], "--safetensors", "--batch", "1", "--output", _folder["other"]));
        Assert.Equal(before, File.ReadAllBytes(_folder["net.onnx"]));
    }

    [Fact]
    public void ProblemsAreSaidAllAtOnceAndNothingIsWritten()
    {
        string error = Fail("import", DataFile.Of("others.safetensors"), "--output", _folder.Path);
        Assert.Equal(6, error.Split("error: ").Length - 1);
        Assert.DoesNotContain("   at ", error);
        error = Fail("import", DataFile.Of("sequential.safetensors"), "--activation", "nonsense", "--name", "class", "--epsilon", "-1", "--output",
            _folder.Path);
        Assert.Contains("--activation: 'nonsense'", error);
        Assert.Contains("--name: 'class'", error);
        Assert.Contains("--epsilon", error);
        Assert.Contains("--namespace", Fail("import", DataFile.Of("deep.safetensors"), "--activation", "relu", "--namespace", "a b", "--output", _folder.Path));
        Assert.Contains("missing.onnx", Fail("import", _folder["missing.onnx"]));
        Assert.NotEmpty(Fail("import", _folder.Path));
        Assert.NotEmpty(Fail("import"));
        Assert.NotEmpty(Fail("nonsense"));
        Assert.NotEmpty(Fail("import", "a", "--format", "pickle"));
        Assert.Contains("--onnx", Fail("export", DataFile.Of("sequential.safetensors")));
        File.WriteAllText(_folder["text.bin"], "What it is.");
        Assert.Contains("no format that is known", Fail("inspect", _folder["text.bin"]));
        Assert.Equal(["text.bin"], Files());
    }

    [Fact]
    public void MistakesAreSaidAndAreNoCrash()
    {
        string[] import = ["import", DataFile.Of("deep.safetensors"), "--activation", "tanh"];
        Assert.Contains("no name", Fail("import", ""));
        Assert.Contains("is a folder", Fail("inspect", _folder.Path));
        File.WriteAllText(_folder["empty.onnx"], "");
        Assert.Contains("empty", Fail("inspect", _folder["empty.onnx"]));
        Assert.Contains("has to have a name", Fail("export", import[1], "--activation", "tanh", "--onnx", "--output", ""));
        Assert.Contains("--batch: 'x' is no number", Fail("export", import[1], "--onnx", "--batch", "x"));
        Assert.Contains("--epsilon: 'x' is no number", Fail([.. import, "--epsilon", "x"]));
        Assert.Contains("generated class", Fail([.. import, "--name", "Forward"]));
        Assert.Contains("empty.onnx", Fail([.. import, "--output", _folder["empty.onnx"]]));
        Assert.Contains("--graph-output", Fail("import", DataFile.Of("deep.safetensors"), "--activation", "tanh", "--graph-output"));
        Assert.Contains("--format: 'foo' is none of npz, safetensors, keras, onnx.", Fail([.. import, "--format", "foo"]));
        Assert.Contains("--dtype: 'F16' is none of f32, f16, bf16.", Fail("export", import[1], "--safetensors", "--dtype", "F16"));
        Assert.Contains("no name", Fail("evaluate", ""));
        Assert.Equal(["empty.onnx"], Files());
    }

    [Fact]
    public void NamesThatHideWhatTheClassNeedsAreRefused()
    {
        string[] import = ["import", DataFile.Of("deep.safetensors"), "--activation", "tanh", "--output", _folder["new"]];
        foreach (string ns in (string[])["Activation", "My.Activation", "My.DenseAttribute.App"])
            Assert.Contains($"--namespace: '{ns}'", Fail([.. import, "--namespace", ns]));
        foreach (string name in (string[])["Activation", "DenseAttribute", "NetGen"]) Assert.Contains($"--name: '{name}'", Fail([.. import, "--name", name]));
        File.Copy(import[1], _folder["activation.safetensors"]);
        Assert.Contains("ActivationNetwork.cs", Succeed("import", _folder["activation.safetensors"], "--activation", "tanh", "--output", _folder.Path));

        // The generator has a namespace of this name, which only the compiler finds.
        string error = Fail([.. import, "--namespace", "NetGen", "--name", "Generated"]);
        Assert.Contains("cannot be compiled", error);
        Assert.Contains("error: CS0101: ", error);
        Assert.False(Directory.Exists(_folder["new"]));
    }

    [Theory]
    [InlineData("net.onnx", "ONNX", "--activation", "relu")]
    [InlineData("net.onnx", "ONNX", "--layers", "a,b")]
    [InlineData("net.onnx", "ONNX", "--epsilon", "0.1")]
    [InlineData("net.safetensors", "of NetGen", "--graph-output", "x")]
    [InlineData("net.safetensors", "of NetGen", "--batch-norm", "before")]
    [InlineData("deep.safetensors", "of PyTorch", "--layout", "in-out")]
    [InlineData("deep.safetensors", "of PyTorch", "--graph-output", "x")]
    [InlineData("sklearn.npz", "npz", "--batch-norm", "after")]
    [InlineData("rtneural_dense.json", "Keras", "--layout", "out-in")]
    [InlineData("rtneural_dense.json", "Keras", "--output-activation", "tanh")]
    public void OptionsThatAFormatHasNoUseForAreRefused(string file, string format, string option, string value)
    {
        NetworkModel model = Models.Varied();
        model.Save(_folder["net.safetensors"]);
        model.SaveOnnx(_folder["net.onnx"]);
        string path = file.StartsWith("net.") ? _folder[file] : DataFile.Of(file);
        foreach (string[] command in (string[][])[["import", "--output", _folder["new"]], ["export", "--onnx", "--output", _folder["new"]], ["diagram"]])
        {
            string problem = Assert.Single(Fail([.. command, path, option, value]).Split('\n'), line => line.StartsWith($"error: {option}: "));
            Assert.Contains(format, problem);
        }

        Assert.Contains($"  {option}: ", Succeed("inspect", path, option, value));
        Assert.Equal(["net.onnx", "net.safetensors"], Files());
    }

    [Fact]
    public async Task PipesAreRefused()
    {
        NamedPipe.Create(_folder["pipe.onnx"]);
        File.CreateSymbolicLink(_folder["link.onnx"], _folder["pipe.onnx"]);
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        writer.Write(Models.Varied().ToOnnx());
        foreach (string path in (string[])[_folder["pipe.onnx"], _folder["link.onnx"], $"/proc/self/fd/{reader.SafePipeHandle.DangerousGetHandle()}"])
        {
            foreach (string command in (string[])["import", "inspect", "diagram", "evaluate"])
                Assert.Contains("a regular file", await NamedPipe.Within(() => Fail(command, path)));
        }
    }

    [Fact]
    public void FilesOfVeryManyPartsAreCutShort()
    {
        string header = "{" + string.Join(",", Enumerable.Range(0, 5000).Select(i => $"\"t{i}.weight\":{{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}")) + "}";
        File.WriteAllBytes(_folder["many.safetensors"], [.. BitConverter.GetBytes((long)header.Length), .. System.Text.Encoding.ASCII.GetBytes(header)]);
        Assert.Contains("and 3,000 more", Succeed("inspect", _folder["many.safetensors"]));
        Assert.Contains("and 4900 more problems", Fail("import", _folder["many.safetensors"]));
        File.WriteAllText(_folder["many.json"], $"{{\"in_shape\":[null,1],\"layers\":[{string.Join(",", Enumerable.Repeat("{}", 3000))}]}}");
        Assert.Contains("3000 layers", Fail("inspect", _folder["many.json"]));
        Assert.Contains("3000 layers", Fail("import", _folder["many.json"]));
    }

    [Fact]
    public void NothingIsLeftWhereOneOfTwoFilesCannotBeWritten()
    {
        File.WriteAllText(_folder["a"], "old");
        Directory.CreateDirectory(_folder["b"]);
        Assert.ThrowsAny<Exception>(() => OutputFiles.Write([(_folder["a"], [1]), (_folder["b"], [2])], overwrite: true));
        Assert.Equal("old", File.ReadAllText(_folder["a"]));
        Assert.Equal(["a"], Files());
    }

    [Fact]
    public void FoldersThatWereMadeAreGoneWhereAFileCannotBeWritten()
    {
        string source = DataFile.Of("deep.safetensors"), longName = new('x', 300);
        Directory.CreateDirectory(_folder["old"]);
        Fail("export", source, "--activation", "tanh", "--onnx", "--output", _folder[$"new/sub/{longName}.onnx"]);
        Fail("export", source, "--activation", "tanh", "--onnx", "--output", _folder[$"new/{longName}/net.onnx"]);
        Fail("export", source, "--activation", "tanh", "--onnx", "--output", _folder[$"old/sub/{longName}.onnx"]);
        Fail("import", source, "--activation", "tanh", "--name", new string('A', 251), "--output", _folder["new/sub"]);
        Assert.Equal([_folder["old"]], Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void InspectShowsTensorsMetadataAndLayers()
    {
        Models.Varied().Save(_folder["net.safetensors"]);
        string output = Succeed("inspect", _folder["net.safetensors"]);
        Assert.Contains("producer: NetGen", output);
        Assert.Contains("[17, 5]", output);
        Assert.Contains("LeakyReLU:0.2", output);
        output = Succeed("inspect", DataFile.Of("others.safetensors"));
        Assert.Contains("[4, 1, 3, 3]", output);
        Assert.Contains("no network that can be imported", output);
        Assert.Contains("num_batches_tracked", Succeed("inspect", DataFile.Of("batchnorm.safetensors")));
        Assert.Contains("arr_0", Succeed("inspect", DataFile.Of("keras_weights.npz")));
        Assert.Contains("time-distributed-dense", Succeed("inspect", DataFile.Of("rtneural_dense.json")));
    }

    [Fact]
    public void BrokenFilesOfEveryFormatAreLookedAtOrRefused()
    {
        Models.Varied().SaveOnnx(_folder["net.onnx"]);
        foreach (string path in (string[])[_folder["net.onnx"], DataFile.Of("batchnorm.safetensors"), DataFile.Of("sklearn.npz"),
            DataFile.Of("rtneural_dense.json")])
        {
            foreach (byte[] bytes in Hostile.Mutations([File.ReadAllBytes(path)], 40, seed: 6))
            {
                string broken = _folder["broken" + Path.GetExtension(path)];
                File.WriteAllBytes(broken, bytes);
                (int result, string output, string error) = Run(["inspect", broken]);
                Assert.Equal(result == 0, error.Length == 0);
                Assert.DoesNotContain('\u001b', output + error);
            }
        }
    }

    [Fact]
    public void DiagramIsPrintedOrWritten()
    {
        NetworkModel model = Models.Varied();
        model.Save(_folder["net.safetensors"]);
        Assert.Equal(NetworkDiagram.ToMermaid(model), Succeed("diagram", _folder["net.safetensors"]));
        Succeed("diagram", _folder["net.safetensors"], "--svg", "--output", _folder["net.svg"]);
        Assert.Equal(NetworkDiagram.ToSvg(model), File.ReadAllText(_folder["net.svg"]));
        Assert.Contains("exclude", Fail("diagram", _folder["net.safetensors"], "--svg", "--mermaid"));
    }

    [Fact]
    public void HelpHasExamples()
    {
        foreach (string[] command in (string[][])[[], ["import"], ["export"], ["inspect"], ["diagram"]])
        {
            string output = Succeed([.. command, "--help"]);
            Assert.Contains("Examples:", output);
            Assert.Contains($"netgen {command.FirstOrDefault() ?? "import"} ", output);
        }
    }

    [Fact]
    public void TheFormatFollowsFromTheContent()
    {
        foreach (string name in (string[])["sequential.safetensors", "keras_weights.npz", "rtneural_dense.json"])
        {
            File.Copy(DataFile.Of(name), _folder["file.bin"], overwrite: true);
            Assert.Equal(Path.GetExtension(name), ImportFormat.Of(_folder["file.bin"]).Extension);
        }

        Models.Varied().SaveOnnx(_folder["file.bin"]);
        Assert.Equal("onnx", ImportFormat.Of(_folder["file.bin"]).Name);
    }

    private string[] Files() => [.. Directory.GetFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static string Succeed(params string[] arguments)
    {
        (int result, string output, string error) = Run(arguments);
        Assert.Equal("", error);
        Assert.Equal(0, result);
        return output;
    }

    private static string Fail(params string[] arguments)
    {
        (int result, _, string error) = Run(arguments);
        Assert.Equal(1, result);
        Assert.All(error.TrimEnd().Split('\n'), line => Assert.True(line.StartsWith("error: ") || line.StartsWith("'netgen "), line));
        return error;
    }

    private static (int Result, string Output, string Error) Run(string[] arguments)
    {
        using StringWriter output = new(), error = new();
        return (Cli.Run(arguments, output, error), output.ToString(), error.ToString());
    }
}
