using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace NetGen.CodeFixes;

/// <summary>Names of the runtime in code that is written.</summary>
internal static class RuntimeNames
{
    /// <summary>The whole name, which means the same everywhere.</summary>
    public static string Qualify(string name) => $"global::NetGen.{name}";

    /// <summary>Has the names in it made as short as the place allows.</summary>
    public static T WithShortNames<T>(T node) where T : SyntaxNode => node.ReplaceNodes(
        node.DescendantNodesAndSelf().Where(static part => part is QualifiedNameSyntax or MemberAccessExpressionSyntax),
        static (_, part) => part.WithAdditionalAnnotations(Simplifier.Annotation));
}
