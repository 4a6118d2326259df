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
        using My.Irises;
        var network = new FlowerClassifier();
        Console.WriteLine(FlowerClassifier.SelfCheck());
        Console.WriteLine(network.Predict([5.1f, 3.5f, 1.4f, 0.2f]));
        """;

    [Fact]
    public async Task A_new_project_trains_and_is_published_with_its_weights_inside()
    {
        string folder = package.CreateFolder("template"), hive = Path.Combine(folder, "hive"), project = Path.Combine(folder, "My.Irises");
        await Command.DotNetAsync(folder, "new", "install", package.PathOf("NetGen.Templates"), "--debug:custom-hive", hive);
        await Command.DotNetAsync(folder, "new", "netgen", "--output", "My.Irises", "--no-restore", "--debug:custom-hive", hive);
        Assert.Contains("of 30 held samples right", await RunAsync(project));

        // The next step, as the template tells it.
        string weights = Path.Combine(project, "weights.safetensors");
        Replace(Path.Combine(project, "My.Irises.csproj"), "<ItemGroup>\n    <EmbeddedResource", "<ItemGroup>\n    <NetGenWeights Include=\"weights.safetensors\" />\n    <EmbeddedResource");
        Replace(Path.Combine(project, "FlowerClassifier.cs"), "public sealed", "[Weights(\"weights.safetensors\")]\npublic sealed");
        File.WriteAllText(Path.Combine(project, "Program.cs"), Program);
        RequireAnswer(CanPublish ? await PublishAsync(project) : await RunAsync(project));

        // Another file with the same header: the program is built anew, with other weights.
        byte[] bytes = File.ReadAllBytes(weights);
        long header = BitConverter.ToInt64(bytes);
        Array.Clear(bytes, (int)header + 8 + 32, 16 * 4 * 4);
        File.WriteAllBytes(weights, bytes);
        Assert.DoesNotContain("LargestUlp = 0,", await RunAsync(project));

        // The same file again is not read again.
        Assert.Contains("Skipping target \"NetGenReadWeightsHeaders\"", await BuildAsync(project));

        // A file that is not whole, and a value that is not finite: errors at the file, from the build.
        File.WriteAllBytes(weights, bytes[..^1]);
        Assert.Contains("weights.safetensors : error NETGEN102", (await Assert.ThrowsAsync<InvalidOperationException>(() => BuildAsync(project))).Message);
        BitConverter.TryWriteBytes(bytes.AsSpan((int)header + 8 + 32), float.NaN);
        File.WriteAllBytes(weights, bytes);
        Assert.Contains("Value 0 of tensor 'dense1.weight' is NaN", (await Assert.ThrowsAsync<InvalidOperationException>(() => BuildAsync(project))).Message);
    }

    private static Task<string> BuildAsync(string project) => Command.DotNetAsync(project, "build", "--configuration", "Release", "--no-restore", "--verbosity", "normal");

    private static bool CanPublish =>
        OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 && Command.Find("clang", "gcc") is not null;

    private static Task<string> RunAsync(string project) => Command.DotNetAsync(project, "run", "--configuration", "Release", PackedPackage.FallbackFolders);

    /// <summary>Publishes with Native AOT, and runs the program where there is nothing else of it.</summary>
    private static async Task<string> PublishAsync(string project)
    {
        string log = await Command.DotNetAsync(project, "publish", "--runtime", "linux-x64", "--output", "out", PackedPackage.FallbackFolders);
        Assert.DoesNotContain("warning", log, StringComparison.OrdinalIgnoreCase);
        string empty = Directory.CreateDirectory(Path.Combine(project, "out", "empty")).FullName;
        return await Command.RunAsync(Path.Combine(project, "out", "My.Irises"), empty, "");
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
