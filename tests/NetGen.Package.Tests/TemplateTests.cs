using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Package.Tests;

/// <summary>The template: what a person gets in the first minutes, and in the next ones, with the trained weights inside a native program.</summary>
public class TemplateTests(PackedPackage package)
{
    private const string Program = """
        using Flowers;
        var network = new FlowerClassifier();
        Console.WriteLine(FlowerClassifier.SelfCheck());
        Console.WriteLine(network.Predict([5.1f, 3.5f, 1.4f, 0.2f]));
        """;

    [Fact]
    public async Task A_new_project_trains_and_publishes_with_its_weights_inside()
    {
        string folder = package.CreateFolder("template"), hive = Path.Combine(folder, "hive"), project = Path.Combine(folder, "Flowers");
        await Command.DotNetAsync(folder, "new", "install", package.PathOf("NetGen.Templates"), "--debug:custom-hive", hive);
        await Command.DotNetAsync(folder, "new", "netgen", "--output", "Flowers", "--no-restore", "--debug:custom-hive", hive);

        string output = await Command.DotNetAsync(project, "run", "--configuration", "Release", PackedPackage.FallbackFolders);
        Assert.Contains("of 30 held samples right", output);
        Assert.True(File.Exists(Path.Combine(project, "weights.safetensors")));

        // The next step, as the template tells it.
        Replace(Path.Combine(project, "Flowers.csproj"), "<ItemGroup>\n    <EmbeddedResource", "<ItemGroup>\n    <NetGenWeights Include=\"weights.safetensors\" />\n    <EmbeddedResource");
        Replace(Path.Combine(project, "FlowerClassifier.cs"), "public sealed", "[Weights(\"weights.safetensors\")]\npublic sealed");
        File.WriteAllText(Path.Combine(project, "Program.cs"), Program);
        output = await Command.DotNetAsync(project, "run", "--configuration", "Release", PackedPackage.FallbackFolders);
        RequireAnswer(output);

        // Another file with the same header: the program is built anew, with other weights.
        string weights = Path.Combine(project, "weights.safetensors");
        byte[] bytes = File.ReadAllBytes(weights);
        long header = BitConverter.ToInt64(bytes);
        Array.Clear(bytes, (int)header + 8 + 32, 16 * 4 * 4);
        File.WriteAllBytes(weights, bytes);
        Assert.DoesNotContain("LargestUlp = 0,", await Command.DotNetAsync(project, "run", "--configuration", "Release", PackedPackage.FallbackFolders));

        // A file that is not whole: an error at the file, from the build.
        File.WriteAllBytes(weights, bytes[..^1]);
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Command.DotNetAsync(project, "build", "--configuration", "Release", "--no-restore"));
        Assert.Contains("weights.safetensors : error NETGEN102", refused.Message);
    }

    [Fact]
    public async Task A_new_project_is_published_with_Native_AOT()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64, "This takes Linux on x64.");
        Assert.SkipUnless(Command.Find("clang", "gcc") is not null, "Native AOT takes clang or gcc to link.");
        string folder = package.CreateFolder("native"), hive = Path.Combine(folder, "hive"), project = Path.Combine(folder, "My.Irises");
        await Command.DotNetAsync(folder, "new", "install", package.PathOf("NetGen.Templates"), "--debug:custom-hive", hive);
        await Command.DotNetAsync(folder, "new", "netgen", "--name", "My.Irises", "--output", "My.Irises", "--no-restore", "--debug:custom-hive", hive);

        string log = await Command.DotNetAsync(project, "publish", "--runtime", "linux-x64", "--output", "out", PackedPackage.FallbackFolders);
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);
        string output = await Command.RunAsync(Path.Combine(project, "out", "My.Irises"), project, "");
        Assert.Contains("of 30 held samples right", output);
    }

    private static void RequireAnswer(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains("Samples = 1,", lines[^2]);
        Assert.Equal("0", lines.Last());
    }

    private static void Replace(string path, string before, string after)
    {
        string text = File.ReadAllText(path).ReplaceLineEndings("\n");
        Assert.Contains(before, text);
        File.WriteAllText(path, text.Replace(before, after));
    }
}
