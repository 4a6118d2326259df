using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using System.Security.Cryptography;
using System.Text;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Tests.Reference;

namespace NetGen.Tests.Infrastructure;

/// <summary>Networks declared in text, compiled by the real generator and compiler in memory, and loaded until they are no longer needed.</summary>
internal sealed class GeneratedAssembly : IDisposable
{
    /// <summary>
    /// The environment variable of a folder in which processes of one run keep what they compile: code does not depend on the number of lanes, and the
    /// compiler takes longer than the tests that need it.
    /// </summary>
    public const string ImagesVariable = "NETGEN_TESTS_IMAGES";

    private const string Namespace = "Generated";

    private readonly AssemblyLoadContext _context = new(nameof(GeneratedAssembly), isCollectible: true);
    private readonly Assembly _assembly;

    private GeneratedAssembly(byte[] image) => _assembly = _context.LoadFromStream(new MemoryStream(image));

    /// <summary>Compiles the networks; an error of the generator or of the compiler is an exception that shows it and the declarations.</summary>
    public static GeneratedAssembly Compile(IEnumerable<Architecture> architectures, bool allowUnsafe = true)
    {
        string source = $"using NetGen;\nnamespace {Namespace};\n\n" + string.Join('\n', architectures.Select(architecture => architecture.ToSource()));
        if (Environment.GetEnvironmentVariable(ImagesVariable) is not { Length: > 0 } folder) return new GeneratedAssembly(CompileSource(source, allowUnsafe));

        string path = Path.Combine(folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{allowUnsafe} {source}"))));
        if (!File.Exists(path)) File.WriteAllBytes(path, CompileSource(source, allowUnsafe));
        return new GeneratedAssembly(File.ReadAllBytes(path));
    }

    /// <summary>An object of a network that was compiled.</summary>
    public INetwork Create(Architecture architecture) =>
        (INetwork)Activator.CreateInstance(_assembly.GetType($"{Namespace}.{architecture.Name}", throwOnError: true)!)!;

    public void Dispose() => _context.Unload();

    private static byte[] CompileSource(string source, bool allowUnsafe)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14);
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Generated",
            [CSharpSyntaxTree.ParseText(source, parse)],
            [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(INetwork).Assembly.Location)],
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                allowUnsafe: allowUnsafe,
                nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create([CreateGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out Compilation generated, out ImmutableArray<Diagnostic> diagnostics);
        using var image = new MemoryStream();
        var emitted = generated.Emit(image);
        Diagnostic[] errors = [.. diagnostics.Concat(emitted.Diagnostics).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
            throw new InvalidOperationException(string.Join('\n', errors.Take(5).Select(error => Show(error, source))));
        return image.ToArray();
    }

    private static ISourceGenerator CreateGenerator()
    {
        Type type = Assembly.Load("NetGen.Generator").GetTypes().Single(type => type.IsAssignableTo(typeof(IIncrementalGenerator)) && !type.IsAbstract);
        return ((IIncrementalGenerator)Activator.CreateInstance(type)!).AsSourceGenerator();
    }

    private static string Show(Diagnostic error, string source)
    {
        string? text = error.Location.SourceTree?.ToString();
        int line = error.Location.GetLineSpan().StartLinePosition.Line;
        string excerpt = text == null ? "" : string.Join('\n', text.Split('\n').Skip(Math.Max(0, line - 3)).Take(7));
        return $"{error}\n{excerpt}" + (text == source ? "" : $"\n--- declared as\n{source[..Math.Min(source.Length, 4000)]}");
    }
}
