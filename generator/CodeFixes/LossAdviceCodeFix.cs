using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using NetGen.Generator.Diagnostics;

namespace NetGen.CodeFixes;

/// <summary>Takes the advice of <see cref="LossAdviceAnalyzer"/>: another activation at the end of the network, or another loss.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class LossAdviceCodeFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. LossAdviceDescriptors.All.Select(static descriptor => descriptor.Id)];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.Properties.TryGetValue(Remedy.ActivationProperty, out string? activation)
                && diagnostic.AdditionalLocations.FirstOrDefault() is { SourceTree: { } tree } place
                && context.Document.Project.Solution.GetDocument(tree) is { } declaration)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        $"End the network in {activation}",
                        cancellation => OutputActivation.SetAsync(declaration, place.SourceSpan, activation!, cancellation),
                        activation),
                    diagnostic);
            }

            if (diagnostic.Properties.TryGetValue(Remedy.LossProperty, out string? loss)
                && await LossNames.FindAsync(context.Document, diagnostic.Location.SourceSpan, context.CancellationToken).ConfigureAwait(false) is { } names)
            {
                context.RegisterCodeFix(
                    CodeAction.Create($"Learn by {loss}", cancellation => names.ReplaceAsync(context.Document, loss!, cancellation), loss),
                    diagnostic);
            }
        }
    }
}
