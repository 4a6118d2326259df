using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Package.Tests;

/// <summary>The tool and the library of formats as they are packed: from a model of PyTorch to a program that runs it, and out of that program again.</summary>
public class ToolTests(PackedPackage package)
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="NetGen" Version="$(NetGenVersion)" />
          </ItemGroup>
          <ItemGroup>
            <NetGenWeights Include="Digits.safetensors" />
          </ItemGroup>
        </Project>
        """;

    // The network takes 36 features and gives the probabilities of 4 classes.
    private const string Program = """
        var network = new MyApp.Digits();
        float[] input = [.. Enumerable.Range(0, MyApp.Digits.InputSize).Select(i => i / 36f)], output = new float[MyApp.Digits.OutputSize];
        network.Forward(input, output);
        Console.WriteLine(FormattableString.Invariant($"check {MyApp.Digits.SelfCheck().Samples} {MyApp.Digits.SelfCheck().LargestError}"));
        Console.WriteLine("output " + string.Join(' ', output.Select(value => value.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
        """;

    // What the program writes is what the tool writes from the weights.
    private const string ExportingProgram = """
        using NetGen.Formats;
        byte[] onnx = new MyApp.Digits().ToOnnx();
        Console.WriteLine($"same {onnx.AsSpan().SequenceEqual(File.ReadAllBytes("Digits.onnx"))}");
        using var stream = new MemoryStream(onnx);
        Console.WriteLine($"inputs {OnnxImport.Read(stream, "digits").Network.InputSize}");
        """;

    [Fact]
    public async Task A_model_is_imported_runs_in_a_program_and_is_exported()
    {
        string folder = package.CreateFolder("tool");
        await Command.DotNetAsync(folder, "tool", "install", "NetGen.Tool", "--tool-path", "bin", "--version", package.Version);
        string tool = Path.Combine(folder, "bin", OperatingSystem.IsWindows() ? "netgen.exe" : "netgen");
        string help = await Command.RunAsync(tool, folder, "", "--help");
        Assert.All((string[])["import", "export", "inspect", "diagram", "Examples:"], word => Assert.Contains(word, help));

        string app = Path.Combine(folder, "app"), model = Path.Combine(PackedPackage.RepositoryRoot, "tests", "NetGen.Formats.Tests", "Onnx", "Data", "torch_mlp_flatten.onnx");
        Directory.CreateDirectory(app);
        File.WriteAllText(Path.Combine(app, "App.csproj"), Project);
        File.WriteAllText(Path.Combine(app, "Program.cs"), Program);
        string imported = await Command.RunAsync(tool, app, "", "import", model, "--name", "Digits", "--namespace", "MyApp");
        Assert.Contains("check: 256 samples", imported);
        Assert.Contains("<NetGenWeights Include=\"Digits.safetensors\" />", imported);
        AssertRuns(await RunAsync(app));

        Assert.Contains("wrote: Digits.onnx", await Command.RunAsync(tool, app, "", "export", "Digits.safetensors", "--onnx"));
        string project = Path.Combine(app, "App.csproj");
        File.WriteAllText(project, File.ReadAllText(project).Replace("\"NetGen\" Version", "\"NetGen.Formats\" Version=\"$(NetGenVersion)\" />\n    <PackageReference Include=\"NetGen\" Version"));
        File.WriteAllText(Path.Combine(app, "Program.cs"), ExportingProgram);
        string[] lines = Lines(await RunAsync(app));
        Assert.Equal(["same True", "inputs 36"], lines[^2..]);

        // What cannot be imported ends with 1, and with a reason.
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => Command.RunAsync(tool, app, "", "import", "App.csproj"));
        Assert.Contains("ended with 1", refused.Message);
        Assert.Contains("error: the file: 'App.csproj' is of no format that is known", refused.Message);
    }

    private static void AssertRuns(string output)
    {
        string[] lines = Lines(output), check = lines[^2].Split(' '), probabilities = lines[^1].Split(' ')[1..];
        Assert.Equal(["check", "4"], check[..2]);
        Assert.InRange(float.Parse(check[2], CultureInfo.InvariantCulture), 0, 1e-6f);
        Assert.Equal(4, probabilities.Length);
        Assert.Equal(1, probabilities.Sum(value => double.Parse(value, CultureInfo.InvariantCulture)), 1e-5);
    }

    private static string[] Lines(string output) => output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private Task<string> RunAsync(string project) => Command.DotNetAsync(
        project, "run", "--configuration", "Release", $"--property:NetGenVersion={package.Version}", PackedPackage.FallbackFolders);
}
