using System.Collections.Generic;
using System.Linq;
using NetGen.Generator.Layers.Dense;
using NetGen.Generator.Layers.Dropout;
using NetGen.Generator.Layers.Standardize;

namespace NetGen.Generator.Layers;

/// <summary>Every kind of layer, one line each.</summary>
internal static class LayerCatalog
{
    public static readonly IReadOnlyList<Layer> All =
    [
        new DenseLayer(),
        new DropoutLayer(),
        new StandardizeLayer(),
    ];

    public static Layer? Find(string kind) => All.FirstOrDefault(layer => layer.Kind == kind);

    public static Layer Get(string kind) => All.First(layer => layer.Kind == kind);
}
