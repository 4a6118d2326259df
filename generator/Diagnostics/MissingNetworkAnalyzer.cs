using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetGen.Generator.Parsing;

namespace NetGen.Generator.Diagnostics;

/// <summary>Reports layers and weights of a type without <c>[Network]</c>, which the generator never gets to see.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissingNetworkAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.MissingNetwork];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(NetworkParser.NetworkAttribute) is { } network)
                start.RegisterSymbolAction(symbol => Analyze(symbol, network), SymbolKind.NamedType);
        });
    }

    private static void Analyze(SymbolAnalysisContext context, INamedTypeSymbol network)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.Symbol;
        AttributeData? layer = LayerAttributes.Of(type).FirstOrDefault(), part = layer ?? NetworkParser.WeightsOf(type);
        if (part is null || type.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, network))) return;

        Location location = part.ApplicationSyntaxReference!.GetSyntax(context.CancellationToken).GetLocation();
        context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.MissingNetwork, location, type.Name, layer is null ? "weights" : "layers"));
    }
}
