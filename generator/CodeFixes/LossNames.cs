using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>Where the loss is named in the creation of a trainer or in a call: as a type argument, as the argument, or both.</summary>
internal sealed class LossNames
{
    private readonly ImmutableArray<SyntaxNode> _nodes;

    private LossNames(ImmutableArray<SyntaxNode> nodes) => _nodes = nodes;

    /// <summary>Finds them; null if the argument is something that cannot be replaced here, as a variable.</summary>
    /// <param name="document">The document.</param>
    /// <param name="place">One of them.</param>
    /// <param name="cancellation">Looked at while the document is parsed and bound.</param>
    public static async Task<LossNames?> FindAsync(Document document, TextSpan place, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        SemanticModel model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        SyntaxNode node = root.FindNode(place, getInnermostNodeForTie: true);
        SyntaxNode call = node.Ancestors().First(static ancestor => ancestor is ObjectCreationExpressionSyntax or InvocationExpressionSyntax);
        ITypeSymbol? loss = model.GetTypeInfo(node, cancellation).Type;

        SyntaxNode? callee = call switch
        {
            ObjectCreationExpressionSyntax { Type: QualifiedNameSyntax qualified } => qualified.Right,
            ObjectCreationExpressionSyntax creation => creation.Type,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name,
            _ => null,
        };
        IEnumerable<SyntaxNode> types = ((callee as GenericNameSyntax)?.TypeArgumentList.Arguments ?? default)
            .Where(type => SymbolEqualityComparer.Default.Equals(model.GetTypeInfo(type, cancellation).Type, loss));

        ImmutableArray<IArgumentOperation> arguments = model.GetOperation(call, cancellation) switch
        {
            IObjectCreationOperation operation => operation.Arguments,
            IInvocationOperation operation => operation.Arguments,
            _ => [],
        };
        return arguments.FirstOrDefault(static argument => argument is { Parameter.Name: "loss", ArgumentKind: ArgumentKind.Explicit })?.Value.Syntax switch
        {
            null or LiteralExpressionSyntax => new([.. types]),
            SyntaxNode argument and (BaseObjectCreationExpressionSyntax or DefaultExpressionSyntax) => new([.. types, argument]),
            _ => null,
        };
    }

    /// <summary>Puts another loss in their places, with the options it has by default.</summary>
    public async Task<Document> ReplaceAsync(Document document, string loss, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNodes(_nodes, (node, _) => RuntimeNames.WithShortNames<SyntaxNode>(node switch
        {
            BaseObjectCreationExpressionSyntax => SyntaxFactory.ParseExpression($"new {RuntimeNames.Qualify(loss)}()"),
            DefaultExpressionSyntax => SyntaxFactory.ParseExpression($"default({RuntimeNames.Qualify(loss)})"),
            _ => SyntaxFactory.ParseTypeName(RuntimeNames.Qualify(loss)),
        }).WithTriviaFrom(node)));
    }
}
