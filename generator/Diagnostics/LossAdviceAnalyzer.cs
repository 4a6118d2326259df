using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Parsing;

namespace NetGen.Generator.Diagnostics;

/// <summary>
/// Advises against pairs of a last activation and a loss that do not fit, where a network and a loss are brought together: at a trainer, and at
/// back-propagation.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LossAdviceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. LossAdviceDescriptors.All];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(AnalyzeCreation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(AnalyzeCall, OperationKind.Invocation);
    }

    /// <summary><c>new Trainer&lt;Net, CrossEntropy, Adam&gt;(…)</c>, and the same without the type.</summary>
    private static void AnalyzeCreation(OperationAnalysisContext context)
    {
        if (context.Operation.Type is not INamedTypeSymbol { Name: "Trainer", Arity: 3 } type || !LayerAttributes.IsInNetGen(type)) return;

        GenericNameSyntax? name = (context.Operation.Syntax as ObjectCreationExpressionSyntax)?.Type
            .DescendantNodesAndSelf().OfType<GenericNameSyntax>().FirstOrDefault();
        Advise(context, type.TypeArguments[0], type.TypeArguments[1], name?.TypeArgumentList.Arguments[1]);
    }

    /// <summary><c>Trainer.Create(net, new Adam(), new CrossEntropy())</c> and <c>net.BackwardBatch(inputs, targets, new CrossEntropy(), …)</c>.</summary>
    private static void AnalyzeCall(OperationAnalysisContext context)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        SyntaxNode? written = call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "loss")?.Value.Syntax;
        if (method is { Name: "Create", Arity: 3, ContainingType.Name: "Trainer" } && LayerAttributes.IsInNetGen(method.ContainingType))
            Advise(context, method.TypeArguments[0], method.TypeArguments[1], written);
        else if (method is { Name: "Backward" or "BackwardBatch", Arity: 1 })
            Advise(context, method.ContainingType, method.TypeArguments[0], written);
    }

    private static void Advise(OperationAnalysisContext context, ITypeSymbol network, ITypeSymbol loss, SyntaxNode? written)
    {
        if (loss is not INamedTypeSymbol named
            || !LayerAttributes.IsInNetGen(named)
            || OutputLayer.Of(network) is not { } output
            || LossAdviceCatalog.Find(output, named.Name) is not { } advice) return;

        // A loss that is named elsewhere, as in the type of a variable, is not for the code fix to change.
        var properties = advice.Remedies
            .Where(remedy => remedy.Property != Remedy.LossProperty || written is not null)
            .ToImmutableDictionary(static remedy => remedy.Property, static remedy => (string?)remedy.Name);
        Location[] places = output.Locate(context.Compilation, context.CancellationToken) is { } place ? [place] : [];
        context.ReportDiagnostic(Diagnostic.Create(
            advice.Descriptor, (written ?? context.Operation.Syntax).GetLocation(), places, properties,
            output.Network, output.Activation, named.Name, advice.Reason, advice.Instead));
    }
}
