using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.CodeFixes;

/// <summary>Changes the activation in the attribute of a layer.</summary>
internal static class OutputActivation
{
    /// <summary>Sets it.</summary>
    /// <param name="document">The document the network is declared in.</param>
    /// <param name="place">Where the activation is written or, if it is not, the attribute.</param>
    /// <param name="activation">The new activation.</param>
    /// <param name="cancellation">Looked at while the document is parsed.</param>
    public static async Task<Document> SetAsync(Document document, TextSpan place, string activation, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        SyntaxNode node = root.FindNode(place, getInnermostNodeForTie: true);
        AttributeSyntax attribute = node.FirstAncestorOrSelf<AttributeSyntax>()!;
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = attribute.ArgumentList!.Arguments;
        ExpressionSyntax expression = RuntimeNames.WithShortNames(SyntaxFactory.ParseExpression(RuntimeNames.Qualify($"Activation.{activation}")));
        if (arguments.FirstOrDefault(argument => argument.Expression == node) is { } written)
        {
            arguments = arguments.Replace(written, written.WithExpression(expression.WithTriviaFrom(written.Expression)));
        }
        else
        {
            // After the units, which are always there, and before the properties.
            int end = arguments.TakeWhile(static argument => argument.NameEquals is null).Count();
            NameColonSyntax? name = arguments.Any(static argument => argument.NameColon is not null)
                ? SyntaxFactory.NameColon("activation").WithTrailingTrivia(SyntaxFactory.Space)
                : null;
            arguments = arguments.Insert(end, SyntaxFactory.AttributeArgument(null, name, expression));
        }

        // α belongs to the activation that was there.
        if (arguments.FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == "Alpha") is { } alpha)
            arguments = arguments.Remove(alpha);

        return document.WithSyntaxRoot(root.ReplaceNode(attribute, attribute.WithArgumentList(attribute.ArgumentList.WithArguments(arguments))));
    }
}
