using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Package.Tests;

/// <summary>The sample of inference, and what it answers under the JIT.</summary>
public sealed class InferenceSample(PackedPackage package) : IAsyncLifetime
{
    private const int Images = 200, Pixels = 64, Brightest = 16;

    private static readonly string _project = Path.Combine("samples", "Inference", "Inference.csproj");

    /// <summary>The outputs for all images, one after another, under the JIT.</summary>
    public float[] JitOutputs { get; private set; } = [];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await package.BuildAsync("build", _project);
        JitOutputs = await RunAsync(Command.DotNet, Path.Combine(package.Artifacts, "bin", "Inference", "release", "Inference.dll"));
    }

    /// <summary>Publishes the sample with Native AOT.</summary>
    /// <returns>The program, and what publishing printed.</returns>
    public async Task<(string Program, string Log)> PublishAsync(string target, params string[] options)
    {
        string log = await package.BuildAsync("publish", _project, ["--runtime", target, .. options]);
        return (Path.Combine(package.Artifacts, "publish", "Inference", $"release_{target}", "Inference"), log);
    }

    /// <summary>Runs a program that is the sample, or runs it, and returns its outputs for the same images.</summary>
    public async Task<float[]> RunAsync(string program, params string[] arguments) =>
        Parse(await Command.RunAsync(program, package.Artifacts, Input(), [.. arguments, "--outputs"]));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Images of noise: the network is sure of real digits, and its outputs then say little about its arithmetic.
    private static string Input()
    {
        var random = new Random(1);
        return string.Concat(Enumerable.Range(0, Images).Select(_ => string.Join(',', Enumerable.Range(0, Pixels).Select(_ => random.Next(Brightest + 1))) + "\n"));
    }

    private static float[] Parse(string outputs) =>
        [.. outputs.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
}
