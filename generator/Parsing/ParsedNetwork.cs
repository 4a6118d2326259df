using System.Linq;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Model;

namespace NetGen.Generator.Parsing;

/// <summary>What was found at one <c>[Network]</c>.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, places included; no symbols.</remarks>
/// <param name="Declaration">The network, or null if it cannot be read far enough to be checked.</param>
/// <param name="Locations">Where its parts are written.</param>
/// <param name="Diagnostics">What is wrong with the class it is written on.</param>
internal sealed record ParsedNetwork(NetworkDeclaration? Declaration, NetworkLocations Locations, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Whether code can be generated for it, as far as can be told before lowering.</summary>
    public bool IsValid => Declaration is not null && Diagnostics.All(static diagnostic => diagnostic.DefaultSeverity != DiagnosticSeverity.Error);
}
