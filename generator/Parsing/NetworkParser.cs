using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Model;

namespace NetGen.Generator.Parsing;

/// <summary>Reads a network from the symbols and the syntax of the class that declares it. Symbols stay in this folder.</summary>
internal static class NetworkParser
{
    public const string NetworkAttribute = "NetGen.NetworkAttribute";

    public static ParsedNetwork Parse(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        INamedTypeSymbol type = (INamedTypeSymbol)context.TargetSymbol;
        TypeDeclarationSyntax syntax = (TypeDeclarationSyntax)context.TargetNode;
        Compilation compilation = context.SemanticModel.Compilation;

        AttributeData network = context.Attributes.First(attribute => IsOn(syntax, attribute, cancellation));
        ImmutableArray<AttributeData> layers = LayerAttributes.Of(type);
        AttributeData? weights = WeightsOf(type);
        NetworkLocations locations = new(
            syntax.Identifier.GetLocation(),
            Locate(network, cancellation),
            weights is null ? null : Locate(weights, cancellation),
            layers.Select(layer => Locate(layer, cancellation)).ToEquatableArray());

        // [Network] on two declarations of the class: the compiler has an error for it, and which of the two is meant is anybody's guess.
        if (type.GetAttributes().Count(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, network.AttributeClass)) > 1)
            return new(null, locations, EquatableArray<Diagnostic>.Empty);

        List<Diagnostic> diagnostics = [.. TypeRules.Check(type, syntax, compilation, cancellation)];
        NetworkDeclaration? declaration = null;
        if (layers.FirstOrDefault(layer => !IsOn(syntax, layer, cancellation)) is { } elsewhere)
        {
            diagnostics.Add(Diagnostic.Create(
                DiagnosticDescriptors.LayersOnSeveralDeclarations, SyntaxOf(elsewhere, cancellation).GetLocation(), type.Name));
        }
        else if (layers.IsEmpty)
        {
            // An attribute that the compiler does not know may be a layer, misspelt.
            if (!type.GetAttributes().Any(static attribute => attribute.AttributeClass is null or { TypeKind: TypeKind.Error }))
                diagnostics.Add(Diagnostic.Create(DiagnosticDescriptors.NoLayers, locations.TypeName, type.Name));
        }
        else if (TryReadShape(network, cancellation, out EquatableArray<int> shape)
                 && TryReadLayers(layers, cancellation, out EquatableArray<LayerDeclaration> read))
        {
            bool allowsUnsafe = ((CSharpCompilationOptions)compilation.Options).AllowUnsafe;
            declaration = new(TypeDeclarations.Of(type), shape, read, NameOf(weights), allowsUnsafe);
        }

        return new(declaration, locations, diagnostics.ToEquatableArray());
    }

    /// <summary>The attribute that names the weights of a class; null if there is none.</summary>
    public static AttributeData? WeightsOf(INamedTypeSymbol type) =>
        type.GetAttributes().FirstOrDefault(static attribute => attribute is { AttributeClass: { Name: "WeightsAttribute" } own } && LayerAttributes.IsInNetGen(own));

    private static bool TryReadShape(AttributeData network, CancellationToken cancellation, out EquatableArray<int> shape)
    {
        bool isRead = AttributeReader.TryReadArguments(network, SyntaxOf(network, cancellation), out List<LayerArgument>? arguments);
        shape = arguments?.Select(static argument => argument.Value).OfType<EquatableArray<int>>().FirstOrDefault() ?? default;
        return isRead;
    }

    /// <summary>The file that an attribute names; null without one, or if the compiler could not make sense of it, and has said so.</summary>
    private static string? NameOf(AttributeData? weights) =>
        weights?.ConstructorArguments.FirstOrDefault().Value is string name ? WeightsHeaders.Normalize(name) : null;

    private static bool TryReadLayers(ImmutableArray<AttributeData> attributes, CancellationToken cancellation, out EquatableArray<LayerDeclaration> layers)
    {
        layers = EquatableArray<LayerDeclaration>.Empty;
        List<LayerDeclaration> read = [];
        foreach (AttributeData attribute in attributes)
        {
            if (!AttributeReader.TryReadArguments(attribute, SyntaxOf(attribute, cancellation), out List<LayerArgument>? arguments)) return false;
            read.Add(new(LayerAttributes.KindOf(attribute.AttributeClass!), arguments.ToEquatableArray()));
        }

        layers = read.ToEquatableArray();
        return true;
    }

    private static AttributeLocations Locate(AttributeData attribute, CancellationToken cancellation) =>
        AttributeReader.Locate(attribute, SyntaxOf(attribute, cancellation));

    private static bool IsOn(TypeDeclarationSyntax declaration, AttributeData attribute, CancellationToken cancellation) =>
        SyntaxOf(attribute, cancellation).Parent?.Parent == declaration;

    private static AttributeSyntax SyntaxOf(AttributeData attribute, CancellationToken cancellation) =>
        (AttributeSyntax)attribute.ApplicationSyntaxReference!.GetSyntax(cancellation);
}
