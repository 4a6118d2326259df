using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator;

namespace NetGen.Benchmarks.Workloads;

/// <summary>Networks compiled in memory by the generator and the C# compiler, for what is measured over many sizes.</summary>
internal sealed class CompiledNetworks
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp14);

    private readonly byte[] _image;
    private readonly Assembly _assembly;

    private CompiledNetworks(byte[] image)
    {
        _image = image;
        _assembly = Assembly.Load(image);
    }

    /// <summary>Compiles networks into one assembly.</summary>
    public static CompiledNetworks Compile(IEnumerable<NetworkText> networks)
    {
        Driver().RunGeneratorsAndUpdateCompilation(Declare(networks), out Compilation generated, out _);
        using var image = new MemoryStream();
        var emitted = generated.Emit(image);
        if (!emitted.Success) throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
        return new CompiledNetworks(image.ToArray());
    }

    /// <summary>The same assembly loaded once more: its methods are new to the JIT.</summary>
    public CompiledNetworks Reload() => new(_image);

    /// <summary>The declarations alone, as the generator is given them.</summary>
    public static CSharpCompilation Declare(IEnumerable<NetworkText> networks) => CSharpCompilation.Create(
        "Networks",
        [CSharpSyntaxTree.ParseText("using NetGen;\n" + string.Join('\n', networks.Select(network => network.Source)), Parse)],
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(INetwork).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true));

    /// <summary>A driver of the generator that has not run yet.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: Parse);

    /// <summary>An object of one of the networks.</summary>
    public INetwork Create(NetworkText network) => (INetwork)Activator.CreateInstance(_assembly.GetType(network.Name, throwOnError: true)!)!;

    /// <summary>The bytes of IL in the methods that the generator wrote for a network: its own and those of its arithmetic.</summary>
    public int EmittedBytes(NetworkText network) => _assembly.GetTypes()
        .Where(type => type.Name == network.Name || type.Name.EndsWith($"__{network.Name}Kernels", StringComparison.Ordinal))
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        .Sum(method => method.GetMethodBody()?.GetILAsByteArray()?.Length ?? 0);
}
