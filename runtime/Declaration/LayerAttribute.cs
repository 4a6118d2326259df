using System;

namespace NetGen;

/// <summary>The base of every layer's attribute. The layers of a network are applied in the order they are written in.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The name of the layer, which begins the names of its tensors (<c>hidden.weight</c>) and of its generated methods.
    /// It is a C# identifier, unique within the network. Unnamed layers are numbered by kind: <c>dense1</c>, <c>dense2</c>.
    /// </summary>
    public string? Name { get; init; }
}
