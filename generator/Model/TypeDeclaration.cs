namespace NetGen.Generator.Model;

/// <summary>The user's partial class, as far as its other half must repeat it. Names that are keywords come with their <c>@</c>.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
/// <param name="Namespace">The namespace, empty for the global one.</param>
/// <param name="ContainingTypes">The headers of the types around it, outermost first: <c>partial class Outer</c>.</param>
/// <param name="Name">The name of the class.</param>
/// <param name="HintName">A file name for the generated half, unique within the compilation.</param>
internal sealed record TypeDeclaration(string Namespace, EquatableArray<string> ContainingTypes, string Name, string HintName);
