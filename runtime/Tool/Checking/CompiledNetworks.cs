using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Formats;
using NetGen.Generator;

namespace NetGen.Tool;

/// <summary>The classes of networks, written, compiled by the real generator and compiler in memory, and with their weights.</summary>
internal sealed class CompiledNetworks : IDisposable
{
    private readonly AssemblyLoadContext _context = new(nameof(CompiledNetworks), isCollectible: true);

    /// <summary>Compiles the classes, without files of weights, and copies the weights into an object of each.</summary>
    /// <param name="models">The networks, with names that differ.</param>
    /// <exception cref="CommandException">A class cannot be compiled; the message has the reasons.</exception>
    public CompiledNetworks(params IReadOnlyList<NetworkModel> models)
        : this("Imported", models)
    {
    }

    /// <summary>Compiles the classes in the namespace that they are written for: it may hide what a class needs.</summary>
    /// <param name="ns">The namespace; null or empty for none.</param>
    /// <param name="models">The networks, with names that differ.</param>
    /// <exception cref="CommandException">A class cannot be compiled; the message has the reasons.</exception>
    public CompiledNetworks(string? ns, IReadOnlyList<NetworkModel> models)
    {
        using MemoryStream image = Compile(models.Select(model => NetworkSource.Write(model, ns)));
        Assembly assembly = _context.LoadFromStream(image);
        Networks = [.. models.Select(model => Create(assembly.GetType(string.IsNullOrEmpty(ns) ? model.Name : $"{ns}.{model.Name}", throwOnError: true)!, model))];
    }

    /// <summary>The networks, in their order.</summary>
    public ImmutableArray<INetwork> Networks { get; }

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();

    private static INetwork Create(Type type, NetworkModel model)
    {
        var network = (INetwork)Activator.CreateInstance(type)!;
        model.CopyTo(network);
        return network;
    }

    private static MemoryStream Compile(IEnumerable<string> sources)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Imported",
            [.. sources.Select(source => CSharpSyntaxTree.ParseText(source, parse))],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> diagnostics);
        var image = new MemoryStream();
        Diagnostic[] errors = [.. diagnostics.Concat(generated.Emit(image).Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            IEnumerable<string> lines = errors.Take(10).Select(error => $"{error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}");
            throw new CommandException(string.Join(Environment.NewLine, lines.Prepend("The network cannot be compiled:")));
        }

        image.Position = 0;
        return image;
    }

    // The assemblies of this program: those of .NET, and the runtime.
    private static MetadataReference[] References() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name == "NetGen.Runtime.dll"))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
