using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Parsing;

/// <summary>Finds the layers of a class.</summary>
internal static class LayerAttributes
{
    private const string Ending = "Attribute";

    /// <summary>
    /// The attributes that derive from <c>NetGen.LayerAttribute</c>, in the order they are written in. The compiler does not promise that order
    /// (dotnet/roslyn#46920), and there is none between two declarations of one class.
    /// </summary>
    public static ImmutableArray<AttributeData> Of(INamedTypeSymbol type) =>
    [
        .. type.GetAttributes()
            .Where(static attribute => attribute.ApplicationSyntaxReference is not null && IsLayer(attribute.AttributeClass))
            .OrderBy(static attribute => attribute.ApplicationSyntaxReference!.Span.Start),
    ];

    /// <summary>The last layer, also of a network in another assembly: there is no syntax there, but one order, that of the attributes in the file.</summary>
    public static AttributeData? LastOf(INamedTypeSymbol type) =>
        Of(type).LastOrDefault() ?? type.GetAttributes().LastOrDefault(static attribute => IsLayer(attribute.AttributeClass));

    /// <summary>
    /// The layer's name in the catalogue: <c>Dense</c>. For an attribute from elsewhere, its whole name with the ending, which the catalogue does not have.
    /// </summary>
    public static string KindOf(INamedTypeSymbol attribute) => IsInNetGen(attribute) && attribute.Name.EndsWith(Ending, StringComparison.Ordinal)
        ? attribute.Name.Substring(0, attribute.Name.Length - Ending.Length)
        : attribute.ToDisplayString();

    /// <summary>Whether a type is of the runtime's namespace.</summary>
    public static bool IsInNetGen(INamedTypeSymbol type) =>
        type.ContainingSymbol is INamespaceSymbol { Name: "NetGen", ContainingNamespace.IsGlobalNamespace: true };

    private static bool IsLayer(INamedTypeSymbol? attribute)
    {
        for (INamedTypeSymbol? type = attribute?.BaseType; type is not null; type = type.BaseType)
        {
            if (type.Name == "LayerAttribute" && IsInNetGen(type)) return true;
        }

        return false;
    }
}
