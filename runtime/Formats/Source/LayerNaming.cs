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

            // The generator passes over numbers that a written name has, of which there are none here: no other layer has the name.
            needs[i] = model.Layers[i].Name != $"{kind}{number}";
            if (!needs[i]) counts[kind] = number;
        }

        return needs;
    }

    /// <summary>The name of a layer's attribute.</summary>
    public static string Kind(LayerModel layer) => layer switch { DenseLayer => "Dense", DropoutLayer => "Dropout", _ => "Standardize" };
}
