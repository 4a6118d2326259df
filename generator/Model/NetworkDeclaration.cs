namespace NetGen.Generator.Model;

/// <summary>A network as the user wrote it.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols and no locations.</remarks>
/// <param name="Type">The class that declares it.</param>
/// <param name="InputShape">The shape of one sample.</param>
/// <param name="Layers">The layers, from the input to the output.</param>
/// <param name="Weights">The file whose weights are put into the assembly; null for none.</param>
/// <param name="AllowsUnsafe">Whether the project allows unsafe code, which <c>[SkipLocalsInit]</c> needs.</param>
internal sealed record NetworkDeclaration(
    TypeDeclaration Type,
    EquatableArray<int> InputShape,
    EquatableArray<LayerDeclaration> Layers,
    string? Weights,
    bool AllowsUnsafe);
