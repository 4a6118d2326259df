using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator;

namespace NetGen.Benchmarks;

/// <summary>How long the generator itself takes, warm, for many networks in one compilation.</summary>
internal static class GeneratorTime
{
    public static void Run()
    {
        Console.WriteLine("| networks of 3 layers | generator, ms | ms per network |");
        Console.WriteLine("| ---: | ---: | ---: |");
        foreach (int count in (int[])[1, 10, 50, 200])
        {
            double least = Enumerable.Range(0, 7).Select(_ => Measure(count)).Min();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {count} | {least:F1} | {least / count:F2} |"));
        }
    }

    private static double Measure(int count)
    {
        var source = new StringBuilder("using NetGen;\n");
        for (int network = 0; network < count; network++)
        {
            source.Append(CultureInfo.InvariantCulture,
                $"[Network({network + 1})] [Dense(128, Activation.ReLU)] [Dense(64, Activation.Tanh)] [Dense(10, Activation.Softmax)] public partial class Network{network};\n");
        }

        CSharpCompilation compilation = CSharpCompilation.Create(
            "Networks",
            [CSharpSyntaxTree.ParseText(source.ToString())],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(INetwork).Assembly.Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        _ = compilation.GetDiagnostics();
        long start = Stopwatch.GetTimestamp();
        GeneratorDriverRunResult result = CSharpGeneratorDriver.Create(new NetworkGenerator()).RunGenerators(compilation).GetRunResult();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (result.GeneratedTrees.Length != count) throw new InvalidOperationException($"{result.GeneratedTrees.Length} of {count} networks were generated.");
        return elapsed;
    }
}
