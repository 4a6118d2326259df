using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>The generator's diagnostics obey what the user says about them, as the compiler's own do.</summary>
public sealed class SuppressionTests
{
    private const string Sources = "/project/Source0.cs";

    [Fact]
    public void PragmaSuppresses()
    {
        Assert.Equal(["NETGEN006"], IdsOf(Diagnose("[Network(4)] partial class Net;")));
        Assert.Empty(Diagnose("#pragma warning disable NETGEN006\n[Network(4)] partial class Net;"));
        Assert.Equal(["NETGEN006"], IdsOf(Diagnose(
            "#pragma warning disable NETGEN006\n[Network(4)] partial class Net;\n#pragma warning restore NETGEN006\n[Network(4)] partial class Other;")));
    }

    [Fact]
    public void PragmaSuppressesTheAnalyzer()
    {
        Assert.Equal(["NETGEN023"], IdsOf(Diagnose("[Dense(4)] partial class Net;")));
        Assert.Empty(Diagnose("#pragma warning disable NETGEN023\n[Dense(4)] partial class Net;"));
    }

    [Theory]
    [InlineData("[Network(4)] partial class Net;", "NETGEN006", "warning", DiagnosticSeverity.Warning)]
    [InlineData("[Network(4)] partial class Net;", "NETGEN006", "suggestion", DiagnosticSeverity.Info)]
    [InlineData("[Network(4)] partial class Net;", "NETGEN006", "none", null)]
    [InlineData("[Dense(4)] partial class Net;", "NETGEN023", "error", DiagnosticSeverity.Error)]
    [InlineData("[Dense(4)] partial class Net;", "NETGEN023", "none", null)]
    public void EditorConfigSetsTheSeverity(string source, string id, string severity, DiagnosticSeverity? expected)
    {
        ImmutableArray<Diagnostic> diagnostics = Diagnose(source, $"root = true\n[*.cs]\ndotnet_diagnostic.{id}.severity = {severity}\n");

        Assert.Equal(expected is null ? [] : [(id, expected.Value)], diagnostics.Select(static diagnostic => (diagnostic.Id, diagnostic.Severity)));
    }

    private static ImmutableArray<Diagnostic> Diagnose(string source, string editorConfig = "")
    {
        CSharpCompilation compilation = GeneratorHarness.Compile();
        AnalyzerConfigSet configs = AnalyzerConfigSet.Create<List<AnalyzerConfig>>([AnalyzerConfig.Parse(editorConfig, "/project/.editorconfig")]);
        compilation = compilation
            .AddSyntaxTrees(GeneratorHarness.Parse(source, Sources))
            .WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfigOptions(configs)));
        return GeneratorHarness.Diagnose(compilation, out _);
    }

    private static IEnumerable<string> IdsOf(IEnumerable<Diagnostic> diagnostics) => diagnostics.Select(static diagnostic => diagnostic.Id);

    /// <summary>Severities from .editorconfig, as the compiler hands them to its diagnostics.</summary>
    private sealed class EditorConfigOptions(AnalyzerConfigSet configs) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            configs.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            configs.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
