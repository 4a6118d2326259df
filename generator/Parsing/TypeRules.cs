using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Parsing;

/// <summary>What a class must be for a generated half to fit it.</summary>
internal static class TypeRules
{
    /// <summary>The oldest language that the generated code compiles under.</summary>
    private const LanguageVersion MinimumLanguage = LanguageVersion.CSharp12;

    public static IEnumerable<Diagnostic> Check(INamedTypeSymbol type, TypeDeclarationSyntax syntax, Compilation compilation, CancellationToken cancellation)
    {
        Location name = syntax.Identifier.GetLocation();
        LanguageVersion language = ((CSharpParseOptions)syntax.SyntaxTree.Options).LanguageVersion;
        if (language < MinimumLanguage)
            yield return Diagnostic.Create(DiagnosticDescriptors.LanguageTooOld, name, MinimumLanguage.ToDisplayString(), language.ToDisplayString());

        if (type.TypeKind != TypeKind.Class || type.IsRecord)
        {
            string article = type.TypeKind == TypeKind.Interface ? "an" : "a";
            yield return Diagnostic.Create(DiagnosticDescriptors.NotAClass, name, type.Name, $"{article} {TypeDeclarations.KeywordOf(type)}");
            yield break;
        }

        foreach (Diagnostic diagnostic in CheckDeclaration(type, syntax, name)) yield return diagnostic;
        foreach (Diagnostic diagnostic in CheckConstruction(type, compilation, name, cancellation)) yield return diagnostic;
        if (CheckBase(type, compilation, name) is { } inherited) yield return inherited;

        bool hasWeights = NetworkParser.WeightsOf(type) is not null;
        if (ReservedMembers.HasName(type.Name, hasWeights)) yield return Diagnostic.Create(DiagnosticDescriptors.ReservedTypeName, name, type.Name);
        foreach (ISymbol member in ReservedMembers.FindIn(type, hasWeights))
            yield return Diagnostic.Create(DiagnosticDescriptors.ReservedMember, member.Locations[0], type.Name, NameOf(member));
    }

    private static IEnumerable<Diagnostic> CheckDeclaration(INamedTypeSymbol type, TypeDeclarationSyntax syntax, Location name)
    {
        if (!IsPartial(syntax)) yield return Diagnostic.Create(DiagnosticDescriptors.NotPartial, name, type.Name);

        foreach (TypeDeclarationSyntax container in syntax.Ancestors().OfType<TypeDeclarationSyntax>().Where(static container => !IsPartial(container)))
        {
            yield return Diagnostic.Create(
                DiagnosticDescriptors.ContainerNotPartial, container.Identifier.GetLocation(), container.Identifier.ValueText, type.Name);
        }

        List<INamedTypeSymbol> chain = [type, .. TypeDeclarations.ContainersOf(type)];
        if (chain.FirstOrDefault(static link => link.Arity > 0) is { } generic)
            yield return Diagnostic.Create(DiagnosticDescriptors.Generic, name, type.Name, generic.Name);

        if (chain.FirstOrDefault(static link => link.IsFileLocal) is { } local)
            yield return Diagnostic.Create(DiagnosticDescriptors.FileLocal, name, type.Name, local.Name);
    }

    private static IEnumerable<Diagnostic> CheckConstruction(
        INamedTypeSymbol type, Compilation compilation, Location name, CancellationToken cancellation)
    {
        if (type.IsStatic || type.IsAbstract)
        {
            yield return Diagnostic.Create(DiagnosticDescriptors.NotConstructible, name, type.Name, type.IsStatic ? "static" : "abstract");
            yield break;
        }

        ParameterListSyntax? parameters = type.DeclaringSyntaxReferences
            .Select(reference => (reference.GetSyntax(cancellation) as TypeDeclarationSyntax)?.ParameterList)
            .FirstOrDefault(static list => list is not null);
        if (parameters is not null)
        {
            yield return Diagnostic.Create(DiagnosticDescriptors.PrimaryConstructor, parameters.GetLocation(), type.Name);
            yield break;
        }

        if (type.BaseType is { TypeKind: not TypeKind.Error } parent && !parent.InstanceConstructors.Any(constructor => CanBeCalledBare(constructor)))
            yield return Diagnostic.Create(DiagnosticDescriptors.NoBaseConstructor, name, parent.Name, type.Name);

        bool CanBeCalledBare(IMethodSymbol constructor) =>
            constructor.Parameters.All(static parameter => parameter.IsOptional || parameter.IsParams)
            && compilation.IsSymbolAccessibleWithin(constructor, type);
    }

    /// <summary>Hiding is a warning to the compiler, but one inside the generated file, where the user could do nothing about it.</summary>
    private static Diagnostic? CheckBase(INamedTypeSymbol type, Compilation compilation, Location name)
    {
        for (INamedTypeSymbol? parent = type.BaseType; parent is { SpecialType: not SpecialType.System_Object }; parent = parent.BaseType)
        {
            // The generated members of a network in this compilation are not there yet.
            string? reason = parent.GetAttributes().Any(static attribute => attribute.AttributeClass?.ToDisplayString() == NetworkParser.NetworkAttribute)
                ? "it is a network, too"
                : ReservedMembers.FindIn(parent, NetworkParser.WeightsOf(type) is not null).FirstOrDefault(member => IsHidden(member)) is { } hidden
                    ? $"the generated half would hide its {hidden.Name}"
                    : null;
            if (reason is not null) return Diagnostic.Create(DiagnosticDescriptors.HidesInherited, name, type.Name, parent.Name, reason);
        }

        return null;

        bool IsHidden(ISymbol member) =>
            member is not IMethodSymbol { MethodKind: MethodKind.Constructor } && compilation.IsSymbolAccessibleWithin(member, type);
    }

    private static bool IsPartial(TypeDeclarationSyntax syntax) => syntax.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string NameOf(ISymbol member) => member is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        ? $"{constructor.ContainingType.Name}({string.Join(", ", constructor.Parameters.Select(static parameter => parameter.Type.ToDisplayString()))})"
        : member.Name;
}
