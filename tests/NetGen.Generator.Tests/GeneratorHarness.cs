using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Basic.Reference.Assemblies;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Diagnostics;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>Compiles source text against .NET 10 and the runtime, and runs the generator over it, as the compiler would.</summary>
internal static class GeneratorHarness
{
    private const string GlobalUsings = "global using System; global using NetGen;";

    private static readonly ImmutableArray<MetadataReference> _references =
        [.. Net100.References.All, MetadataReference.CreateFromFile(typeof(NetworkAttribute).Assembly.Location)];

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp14, DocumentationMode.Diagnose);

    public static CSharpCompilation Compile(params IEnumerable<string> sources) => Compile(ParseOptions, sources);

    public static CSharpCompilation Compile(CSharpParseOptions parseOptions, params IEnumerable<string> sources) => CSharpCompilation.Create(
        "TestAssembly",
        [.. sources.Select((source, index) => Parse(source, $"Source{index}.cs", parseOptions)), Parse(GlobalUsings, "GlobalUsings.cs", parseOptions)],
        _references,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));

    public static SyntaxTree Parse(string source, string path = "Source0.cs", CSharpParseOptions? options = null) =>
        CSharpSyntaxTree.ParseText(source, options ?? ParseOptions, path);

    /// <summary>A driver that remembers why every step ran.</summary>
    /// <param name="parseOptions">The language.</param>
    /// <param name="weights">What the build has made of the headers of the project's weights; null if it has none.</param>
    public static GeneratorDriver CreateDriver(CSharpParseOptions? parseOptions = null, string? weights = null) => CSharpGeneratorDriver.Create(
        [new NetworkGenerator().AsSourceGenerator()],
        weights is null ? [] : [new WeightsText(weights)],
        parseOptions: parseOptions ?? ParseOptions,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static GeneratorRun Run(params IEnumerable<string> sources) => Run(Compile(sources));

    public static GeneratorRun Run(CSharpCompilation compilation, string? weights = null)
    {
        CSharpParseOptions options = (CSharpParseOptions)compilation.SyntaxTrees.First().Options;
        GeneratorDriver driver = CreateDriver(options, weights).RunGeneratorsAndUpdateCompilation(compilation, out Compilation output, out _, CancellationToken.None);
        return new(driver, driver.GetRunResult(), output);
    }

    /// <summary>The diagnostics of the generator and of its analyzers, which get to see what it has written, that the user sees.</summary>
    public static ImmutableArray<Diagnostic> Diagnose(CSharpCompilation compilation, out GeneratorRun run, string? weights = null)
    {
        run = Run(compilation, weights);
        ImmutableArray<Diagnostic> analyzed = run.Output
            .WithAnalyzers([new MissingNetworkAnalyzer(), new LossAdviceAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        return [.. run.Result.Diagnostics.Concat(analyzed).Where(static diagnostic => !diagnostic.IsSuppressed)];
    }
}

/// <summary>The headers of a project's weights, as the build hands them to the compiler.</summary>
internal sealed class WeightsText(string text) : AdditionalText
{
    public override string Path => "/project/obj/netgen.weights.tsv";

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
}

/// <summary>What came of a run of the generator.</summary>
/// <param name="Driver">The driver, for another run.</param>
/// <param name="Result">The files, diagnostics and steps.</param>
/// <param name="Output">The compilation with the files.</param>
internal sealed record GeneratorRun(GeneratorDriver Driver, GeneratorDriverRunResult Result, Compilation Output)
{
    public GeneratorRunResult Generator => Result.Results.Single();

    public IEnumerable<string> HintNames => Generator.GeneratedSources.Select(static source => source.HintName);

    /// <summary>The errors and warnings of the compiler, over the sources and the generated files.</summary>
    public IEnumerable<Diagnostic> CompilerDiagnostics => Output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

    /// <summary>Asserts that all compiles, and the generated files without a warning, which the user could do nothing about.</summary>
    public void AssertCompiles()
    {
        Assert.Null(Generator.Exception);
        Assert.DoesNotContain(CompilerDiagnostics, diagnostic =>
            diagnostic.Severity == DiagnosticSeverity.Error || Result.GeneratedTrees.Contains(diagnostic.Location.SourceTree!));
    }
}
