using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using NetGen.Generator.Model;

namespace NetGen.Generator.Parsing;

/// <summary>Reads the arguments of an attribute, and where each is written.</summary>
internal static class AttributeReader
{
    /// <summary>The arguments that were written; false if the compiler could not make sense of them, and has said so.</summary>
    public static bool TryReadArguments(AttributeData attribute, AttributeSyntax syntax, [NotNullWhen(true)] out List<LayerArgument>? arguments)
    {
        arguments = null;
        if (attribute.AttributeConstructor is not { } constructor || attribute.ConstructorArguments.Length != constructor.Parameters.Length) return false;

        ImmutableArray<ArgumentLocation> written = LocateArguments(constructor, syntax);
        List<LayerArgument> read = [];
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            string name = constructor.Parameters[i].Name;
            if (HasError(attribute.ConstructorArguments[i])) return false;
            if (written.Any(argument => argument.Name == name)) read.Add(new(name, ValueOf(attribute.ConstructorArguments[i])));
        }

        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (HasError(argument.Value)) return false;
            read.Add(new(argument.Key, ValueOf(argument.Value)));
        }

        // A named argument that does not bind is missing from the attribute's data.
        if (attribute.NamedArguments.Length != ArgumentsOf(syntax).Count(static argument => argument.NameEquals is not null)) return false;

        arguments = read;
        return true;
    }

    /// <summary>Where the attribute and its arguments are written.</summary>
    public static AttributeLocations Locate(AttributeData attribute, AttributeSyntax syntax) =>
        new(syntax.GetLocation(), LocateArguments(attribute.AttributeConstructor, syntax).ToEquatableArray());

    private static ImmutableArray<ArgumentLocation> LocateArguments(IMethodSymbol? constructor, AttributeSyntax syntax)
    {
        ImmutableArray<IParameterSymbol> parameters = constructor?.Parameters ?? [];
        ImmutableArray<ArgumentLocation>.Builder locations = ImmutableArray.CreateBuilder<ArgumentLocation>();
        int position = 0, last = parameters.Length - 1;
        TextSpan? all = null;
        foreach (AttributeArgumentSyntax argument in ArgumentsOf(syntax))
        {
            Location expression = argument.Expression.GetLocation();
            if ((argument.NameEquals?.Name ?? argument.NameColon?.Name) is { } name)
            {
                locations.Add(new(name.Identifier.ValueText, expression));
            }
            else if (position >= last && last >= 0 && parameters[last].IsParams)
            {
                all = TextSpan.FromBounds(all?.Start ?? argument.Expression.SpanStart, argument.Expression.Span.End);
                locations.Add(new($"{parameters[last].Name}[{position - last}]", expression));
            }
            else if (position <= last)
            {
                locations.Add(new(parameters[position].Name, expression));
            }

            position++;
        }

        if (all is { } span) locations.Add(new(parameters[last].Name, Location.Create(syntax.SyntaxTree, span)));
        return locations.ToImmutable();
    }

    private static SeparatedSyntaxList<AttributeArgumentSyntax> ArgumentsOf(AttributeSyntax syntax) => syntax.ArgumentList?.Arguments ?? default;

    private static bool HasError(TypedConstant constant) =>
        constant.Kind == TypedConstantKind.Error || (constant is { Kind: TypedConstantKind.Array, IsNull: false } && constant.Values.Any(HasError));

    /// <summary>
    /// A value that compares by content and holds no symbol: an int array as an <see cref="EquatableArray{T}"/>,
    /// anything unforeseen as its text.
    /// </summary>
    private static object? ValueOf(TypedConstant constant) => constant.Kind switch
    {
        TypedConstantKind.Primitive or TypedConstantKind.Enum => constant.Value,
        TypedConstantKind.Array when constant.IsNull => null,
        TypedConstantKind.Array when constant.Values.All(static value => value.Value is int) =>
            constant.Values.Select(static value => (int)value.Value!).ToEquatableArray(),
        _ => constant.ToCSharpString(),
    };
}
