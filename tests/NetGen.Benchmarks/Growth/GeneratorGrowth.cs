using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Benchmarks.Measuring;
using NetGen.Benchmarks.Workloads;

namespace NetGen.Benchmarks.Growth;

/// <summary>The time of the generator itself, warm, from the declarations to the text of the generated files.</summary>
internal static class GeneratorGrowth
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(1);

    /// <summary>What the generator makes stays alive until it is done, and the garbage collector copies it; hence the wider margin.</summary>
    private static readonly GrowthLaw Law = new GrowthLaw.WithWork(count => count, MostExponent: 1.25);

    public static Curve OfNetworks() => new(
        "generator-networks", "Generator time against networks of three layers", "networks in one compilation", "ms", Law,
        Curve.Measure([1, 2, 5, 10, 20, 50, 100, 200], ["generator"], count =>
            [Least([.. Enumerable.Range(0, count).Select(index => NetworkText.Dense($"Network{index}", Activation.Tanh, 16 + index, 128, 64, 10))])]));

    public static Curve OfLayers() => new(
        "generator-layers", "Generator time against layers of one network", "layers", "ms", Law,
        Curve.Measure(SizeGrowth.Powers(1, 64), ["generator"], layers =>
            [Least([NetworkText.Dense("Network", Activation.Tanh, [.. Enumerable.Range(0, layers + 1).Select(layer => 16 + layer)])])]));

    private static double Least(IReadOnlyList<NetworkText> networks)
    {
        CSharpCompilation compilation = CompiledNetworks.Declare(networks);
        _ = compilation.GetDiagnostics();
        return Repeat.Least(Budget, () => Time(compilation, networks.Count));
    }

    private static double Time(CSharpCompilation compilation, int count)
    {
        GeneratorDriver driver = CompiledNetworks.Driver();
        double start = Clock.Processor();
        GeneratorDriverRunResult result = driver.RunGenerators(compilation).GetRunResult();
        double elapsed = (Clock.Processor() - start) / 1e6;
        if (result.GeneratedTrees.Length != count) throw new InvalidOperationException($"{result.GeneratedTrees.Length} of {count} networks were generated.");
        return elapsed;
    }
}
