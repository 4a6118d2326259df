using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Model;

namespace NetGen.Generator.Parsing;

/// <summary>Reads where a class stands and what it is called.</summary>
internal static class TypeDeclarations
{
    public static TypeDeclaration Of(INamedTypeSymbol type)
    {
        IEnumerable<string> headers = ContainersOf(type).Reverse()
            .Select(static container => $"partial {KeywordOf(container)} {Identifiers.Escape(container.Name)}");
        return new(NameOf(type.ContainingNamespace), headers.ToEquatableArray(), Identifiers.Escape(type.Name), HintNames.Of(type));
    }

    /// <summary>The types around a type, from the inside out.</summary>
    public static IEnumerable<INamedTypeSymbol> ContainersOf(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType) yield return container;
    }

    /// <summary>What a type is declared with: <c>class</c>, <c>record struct</c>.</summary>
    public static string KeywordOf(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    private static string NameOf(INamespaceSymbol space)
    {
        if (space.IsGlobalNamespace) return "";
        string name = Identifiers.Escape(space.Name);
        return space.ContainingNamespace.IsGlobalNamespace ? name : $"{NameOf(space.ContainingNamespace)}.{name}";
    }
}
