using System;

namespace NetGen.Generator.Model;

/// <summary>One layer as the user wrote it: knows no shapes, and is checked for none.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols and no locations.</remarks>
/// <param name="Kind">The attribute's name without its ending, as in <c>Dense</c>: the key into the layer catalogue.</param>
/// <param name="Arguments">What was written between its brackets.</param>
internal sealed record LayerDeclaration(string Kind, EquatableArray<LayerArgument> Arguments)
{
    /// <summary>The argument of that name, or <paramref name="absent"/> if it was not written.</summary>
    public T Get<T>(string name, T absent)
    {
        foreach (LayerArgument argument in Arguments)
        {
            if (argument.Name == name && argument.Value is T value) return value;
        }

        return absent;
    }
}

/// <summary>An argument of a layer's attribute, positional or named.</summary>
/// <param name="Name">The constructor parameter's or the property's name, as the attribute declares it: <c>units</c>, <c>Alpha</c>.</param>
/// <param name="Value">A bool, int, float or string, or null; an enum as its int.</param>
internal sealed record LayerArgument(string Name, object? Value) : IEquatable<LayerArgument>;
