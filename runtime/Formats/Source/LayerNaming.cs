using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats;

/// <summary>Which layers need their names written: the others get the same from the generator, which numbers them by kind.</summary>
internal static class LayerNaming
{
    /// <summary>For each layer, whether its name is written.</summary>
    public static bool[] NeedsName(NetworkModel model)
    {
        bool[] needs = [.. model.Layers.Select(_ => false)];
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < needs.Length; i++)
        {
            string kind = Kind(model.Layers[i]).ToLowerInvariant();
            int number = counts.GetValueOrDefault(kind) + 1;
            needs[i] = model.Layers[i].Name != $"{kind}{number}";
            if (!needs[i]) counts[kind] = number;
        }

        // The generator passes over numbers that a written name has taken, which would shift those after it.
        HashSet<string> written = [.. model.Layers.Where((_, i) => needs[i]).Select(layer => char.ToUpperInvariant(layer.Name[0]) + layer.Name[1..])];
        bool isShifted = counts.Any(pair => Enumerable.Range(1, pair.Value).Any(number => written.Contains($"{char.ToUpperInvariant(pair.Key[0])}{pair.Key[1..]}{number}")));
        return isShifted ? [.. needs.Select(_ => true)] : needs;
    }

    /// <summary>The name of a layer's attribute.</summary>
    public static string Kind(LayerModel layer) => layer switch { DenseLayer => "Dense", DropoutLayer => "Dropout", _ => "Standardize" };
}
