using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Formats;
using NetGen.Generator;

namespace NetGen.Tool;

/// <summary>The class of a network, written, compiled by the real generator and compiler in memory, and with its weights.</summary>
internal sealed class CompiledNetwork : IDisposable
{
    private const string Namespace = "Imported";

    private readonly AssemblyLoadContext _context = new(nameof(CompiledNetwork), isCollectible: true);

    /// <summary>Compiles the class, without a file of weights, and copies the weights into an object.</summary>
    /// <exception cref="CommandException">The class cannot be compiled; the message has the reasons.</exception>
    public CompiledNetwork(NetworkModel model)
    {
        using MemoryStream image = Compile(NetworkSource.Write(model, Namespace));
        Assembly assembly = _context.LoadFromStream(image);
        Network = (INetwork)Activator.CreateInstance(assembly.GetType($"{Namespace}.{model.Name}", throwOnError: true)!)!;
        model.CopyTo(Network);
    }

    /// <summary>The network.</summary>
    public INetwork Network { get; }

    /// <inheritdoc/>
    public void Dispose() => _context.Unload();

    private static MemoryStream Compile(string source)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Imported",
            [CSharpSyntaxTree.ParseText(source, parse)],
            References(),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> diagnostics);
        var image = new MemoryStream();
        Diagnostic[] errors = [.. diagnostics.Concat(generated.Emit(image).Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            IEnumerable<string> lines = errors.Take(10).Select(error => $"  {error.Id}: {error.GetMessage()}");
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
