using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;
using NetGen.Generator.Lowering;
using NetGen.Generator.Model;
using NetGen.Generator.Parsing;

namespace NetGen.Generator;

/// <summary>Writes the other half of every class with <c>[Network]</c>: attributes → declaration → plan → text.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class NetworkGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<ParsedNetwork> parsed = context.SyntaxProvider
            .ForAttributeWithMetadataName(NetworkParser.NetworkAttribute, static (node, _) => node is TypeDeclarationSyntax, NetworkParser.Parse)
            .WithTrackingName(TrackingNames.Parsed);

        IncrementalValuesProvider<NetworkDeclaration> declarations = parsed
            .Where(static network => network.IsValid)
            .Select(static (network, _) => network.Declaration!)
            .WithTrackingName(TrackingNames.Declaration);

        IncrementalValueProvider<ImmutableArray<WeightsFile>> weightsFiles = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(WeightsHeaders.FileName, StringComparison.Ordinal))
            .SelectMany(static (file, cancellation) => WeightsHeaders.Parse(file.GetText(cancellation)?.ToString() ?? ""))
            .WithTrackingName(TrackingNames.WeightsFiles)
            .Collect();

        IncrementalValuesProvider<LoweringResult> lowered = declarations
            .Combine(weightsFiles)
            .Select(static (pair, _) => (Declaration: pair.Left, Weights: WeightsHeaders.Find(pair.Left.Weights, pair.Right)))
            .WithTrackingName(TrackingNames.Weighted)
            .Select(static (network, _) => NetworkLowering.Lower(network.Declaration, network.Weights))
            .WithTrackingName(TrackingNames.Lowered);

        IncrementalValuesProvider<NetworkPlan> plans = lowered
            .Where(static result => result.Plan is not null)
            .Select(static (result, _) => result.Plan!)
            .WithTrackingName(TrackingNames.Plan);

        context.RegisterSourceOutput(plans, static (output, plan) => output.AddSource(plan.Type.HintName, NetworkEmitter.Emit(plan)));

        // A branch of its own, from the step that knows the places: these are real source locations, which #pragma and .editorconfig apply to.
        IncrementalValuesProvider<Diagnostic> diagnostics = parsed
            .Combine(weightsFiles)
            .SelectMany(static (pair, _) => NetworkDiagnostics.Of(pair.Left, WeightsHeaders.Find(pair.Left.Declaration?.Weights, pair.Right)))
            .WithTrackingName(TrackingNames.Diagnostics);

        context.RegisterSourceOutput(diagnostics, static (output, diagnostic) => output.ReportDiagnostic(diagnostic));
    }
}
