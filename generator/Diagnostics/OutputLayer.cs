using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Activations;
using NetGen.Generator.Parsing;

namespace NetGen.Generator.Diagnostics;

/// <summary>The last layer of a network, in this compilation or in an assembly it refers to.</summary>
/// <param name="Network">The name of the network.</param>
/// <param name="Activation">The name of its last activation.</param>
/// <param name="Count">Whether it has one output or several.</param>
/// <param name="Attribute">The attribute.</param>
internal sealed record OutputLayer(string Network, string Activation, OutputCount Count, AttributeData Attribute)
{
    /// <summary>Reads it, also of a class that derives from a network; null if the type is none, or the layer has no activation that is known.</summary>
    public static OutputLayer? Of(ITypeSymbol? type) =>
        type is null ? null
        : type is INamedTypeSymbol network
        && LayerAttributes.LastOf(network) is { AttributeClass: { } layer } attribute
        && LayerAttributes.KindOf(layer) == "Dense"
        && Read(attribute, "units") is int units
        && Read(attribute, "activation") is int activation
        && activation >= 0 && activation < ActivationCatalog.All.Count
            ? new(network.Name, ActivationCatalog.All[activation].Name, units == 1 ? OutputCount.One : OutputCount.Several, attribute)
            : Of(type.BaseType);

    /// <summary>Where the activation is written or, if it is not, the attribute; null in another assembly.</summary>
    public Location? Locate(Compilation compilation, CancellationToken cancellation) =>
        Attribute.ApplicationSyntaxReference is { } reference && compilation.ContainsSyntaxTree(reference.SyntaxTree)
            ? AttributeReader.Locate(Attribute, (AttributeSyntax)reference.GetSyntax(cancellation)).Of("activation")
            : null;

    /// <summary>An argument of the constructor, given or not.</summary>
    private static object? Read(AttributeData attribute, string parameter)
    {
        int index = attribute.AttributeConstructor?.Parameters.FirstOrDefault(candidate => candidate.Name == parameter)?.Ordinal ?? -1;
        return index >= 0 && index < attribute.ConstructorArguments.Length && attribute.ConstructorArguments[index].Kind != TypedConstantKind.Error
            ? attribute.ConstructorArguments[index].Value
            : null;
    }
}
