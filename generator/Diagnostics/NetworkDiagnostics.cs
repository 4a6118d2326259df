using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Lowering;
using NetGen.Generator.Model;
using NetGen.Generator.Parsing;

namespace NetGen.Generator.Diagnostics;

/// <summary>Gives everything that is wrong with a network its place in the source.</summary>
internal static class NetworkDiagnostics
{
    /// <summary>The diagnostics of parsing and of lowering, the latter even if the former has errors, so that the user sees all of them at once.</summary>
    /// <remarks>
    /// Lowers once more than the generated text needs: that branch of the pipeline has no places, and joining the two
    /// would make every network depend on all others.
    /// </remarks>
    public static IEnumerable<Diagnostic> Of(ParsedNetwork network, WeightsFile? weights)
    {
        if (network.Declaration is null) return network.Diagnostics;

        return network.Diagnostics.Concat(NetworkLowering.Lower(network.Declaration, weights).Issues.Select(issue => Diagnostic.Create(
            DiagnosticDescriptors.WithId(issue.DescriptorId), network.Locations.Of(issue), [.. issue.MessageArguments])));
    }
}
