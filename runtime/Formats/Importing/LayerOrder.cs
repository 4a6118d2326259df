using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetGen.Formats;

/// <summary>
/// The order of layers by their names and shapes. Names that differ in numbers alone, as <c>fc1</c> and <c>fc2</c>, are in the order of those; of others the
/// letters say nothing, and the shapes must.
/// </summary>
internal static partial class LayerOrder
{
    /// <summary>The orders that names and shapes allow, as <see cref="ChainSearch.Find"/> has them.</summary>
    /// <param name="names">The names, in <see cref="NaturalOrder"/>.</param>
    /// <param name="inputs">What each layer takes.</param>
    /// <param name="outputs">What each layer gives.</param>
    public static List<int[]>? Find(string[] names, int[] inputs, int[] outputs)
    {
        int[] before = Free(names.Length);
        var last = new Dictionary<string, int>();
        for (int i = 0; i < names.Length; i++)
        {
            string pattern = Numbers().Replace(names[i], "#");
            before[i] = last.GetValueOrDefault(pattern, -1);
            last[pattern] = i;
        }

        // Names of one kind have one order.
        if (last.Count == 1) return Enumerable.Range(1, names.Length - 1).All(i => outputs[i - 1] == inputs[i]) ? [[.. Enumerable.Range(0, names.Length)]] : [];
        return ChainSearch.Find(inputs, outputs, before);
    }

    /// <summary>No layer has to come before another.</summary>
    public static int[] Free(int count) => [.. Enumerable.Repeat(-1, count)];

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();
}
