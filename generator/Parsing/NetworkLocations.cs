using Microsoft.CodeAnalysis;
using NetGen.Generator.Model;

namespace NetGen.Generator.Parsing;

/// <summary>Where the parts of a network are written: what turns an issue into a diagnostic.</summary>
/// <remarks>Two are equal if they are of the same syntax trees, so any edit of the file makes another.</remarks>
/// <param name="TypeName">The name of the class.</param>
/// <param name="Network">The <c>[Network]</c> attribute.</param>
/// <param name="Weights">The <c>[Weights]</c> attribute; null if there is none.</param>
/// <param name="Layers">The attributes of the layers, in the order of the declaration's.</param>
internal sealed record NetworkLocations(Location TypeName, AttributeLocations Network, AttributeLocations? Weights, EquatableArray<AttributeLocations> Layers)
{
    /// <summary>The most specific place for an issue.</summary>
    public Location Of(DeclarationIssue issue)
    {
        if (issue.Layer == DeclarationIssue.Weights) return Weights!.Of(issue.Argument);
        if (issue.Layer >= 0) return Layers[issue.Layer].Of(issue.Argument);
        return issue.Argument is null ? TypeName : Network.Of(issue.Argument);
    }
}

/// <summary>Where an attribute and its arguments are written.</summary>
internal sealed record AttributeLocations(Location Attribute, EquatableArray<ArgumentLocation> Arguments)
{
    /// <summary>The argument of that name; where it was not written, the attribute. <c>sizes[1]</c> falls back to <c>sizes</c>.</summary>
    public Location Of(string? argument)
    {
        if (argument is null) return Attribute;
        foreach (ArgumentLocation location in Arguments)
        {
            if (location.Name == argument) return location.Expression;
        }

        int index = argument.IndexOf('[');
        return Of(index < 0 ? null : argument.Substring(0, index));
    }
}

/// <summary>Where an argument's expression is written.</summary>
/// <param name="Name">The parameter's or property's name, or <c>sizes[1]</c> for one of the values of a <c>params</c> parameter.</param>
/// <param name="Expression">The place.</param>
internal sealed record ArgumentLocation(string Name, Location Expression);
