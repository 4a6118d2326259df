using System;

namespace NetGen.Generator.Model;

/// <summary>Something that lowering found wrong with a declaration, before it is given its place in the source.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value.</remarks>
/// <param name="DescriptorId">The id of the diagnostic, as in <c>NETGEN010</c>.</param>
/// <param name="Layer">The index of the layer, −1 for the network as a whole, or <see cref="Weights"/> for the weights.</param>
/// <param name="Argument">
/// The argument to point at, by the attribute's parameter or property name, with an index to point at one element: <c>units</c>, <c>inputShape[1]</c>.
/// The whole attribute if it was not written; null for the whole attribute or, if the layer is −1, for the name of the class.
/// </param>
/// <param name="MessageArguments">What fills the holes of the message.</param>
internal sealed record DeclarationIssue(string DescriptorId, int Layer, string? Argument, EquatableArray<string> MessageArguments)
    : IEquatable<DeclarationIssue>
{
    /// <summary>In place of a layer: the attribute that names the weights.</summary>
    public const int Weights = -2;
}
