using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Parsing;

/// <summary>Names the generated files.</summary>
internal static class HintNames
{
    /// <summary>
    /// The name of a class in full, as in <c>Namespace.Outer+Name.g.cs</c>. The compiler takes file names that differ only in case for the same, so
    /// where the source has such a pair of names, a hash of the exact name follows: <c>Namespace.Name-0badf00d.g.cs</c>.
    /// </summary>
    public static string Of(INamedTypeSymbol type)
    {
        string name = type.Name;
        bool hasTwin = HasTwin(type);
        for (ISymbol container = type.ContainingSymbol; container is INamespaceOrTypeSymbol and not INamespaceSymbol { IsGlobalNamespace: true };
             container = container.ContainingSymbol)
        {
            name = container.Name + (container is ITypeSymbol ? '+' : '.') + name;
            hasTwin |= HasTwin(container);
        }

        return hasTwin ? $"{name}-{Hash(name).ToString("x8", CultureInfo.InvariantCulture)}.g.cs" : $"{name}.g.cs";
    }

    private static bool HasTwin(ISymbol symbol) =>
        ((INamespaceOrTypeSymbol)symbol.ContainingSymbol).GetMembers().Any(other =>
            other is INamespaceOrTypeSymbol && other.Name != symbol.Name && string.Equals(other.Name, symbol.Name, StringComparison.OrdinalIgnoreCase));

    /// <summary>FNV-1a over UTF-16: string.GetHashCode differs from run to run.</summary>
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text) hash = unchecked((hash ^ c) * 16777619);
        return hash;
    }
}
