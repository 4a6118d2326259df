using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace NetGen.Benchmarks.Workloads;

/// <summary>A network to be compiled while the program runs.</summary>
/// <param name="Name">The name of its class.</param>
/// <param name="Source">The declaration.</param>
internal sealed record NetworkText(string Name, string Source)
{
    /// <summary>Dense layers of these widths, the first number being that of the inputs, with one activation.</summary>
    public static NetworkText Dense(string name, Activation activation, params IReadOnlyList<int> widths)
    {
        var source = new StringBuilder();
        source.Append(CultureInfo.InvariantCulture, $"[Network({widths[0]})]");
        for (int layer = 1; layer < widths.Count; layer++)
            source.Append(CultureInfo.InvariantCulture, $" [Dense({widths[layer]}, Activation.{activation})]");
        return new NetworkText(name, $"{source} public sealed partial class {name};");
    }
}
