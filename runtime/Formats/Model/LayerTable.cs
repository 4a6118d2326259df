using System.Collections.Generic;
using System.Globalization;

namespace NetGen.Formats;

/// <summary>A layer as tables and diagrams show it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">The kind: <c>Dense</c>.</param>
/// <param name="Inputs">The values it takes.</param>
/// <param name="Outputs">The values it gives.</param>
/// <param name="Parameters">Its weights and biases, or means and scales.</param>
/// <param name="MultiplyAdds">The multiplications with an addition for one sample.</param>
/// <param name="Function">What it does beside the matrix: <c>ReLU</c>, <c>LeakyReLU:0.2</c>, <c>dropout 0.5</c>.</param>
internal sealed record LayerRow(string Name, string Kind, int Inputs, int Outputs, long Parameters, long MultiplyAdds, string Function);

/// <summary>The layers of a network with their numbers.</summary>
internal static class LayerTable
{
    /// <summary>One row for each layer.</summary>
    public static List<LayerRow> Of(NetworkModel model)
    {
        var rows = new List<LayerRow>();
        int size = model.InputSize;
        foreach (LayerModel layer in model.Layers)
        {
            string kind = LayerNaming.Kind(layer);
            switch (layer)
            {
                case DenseLayer dense:
                    long products = (long)dense.Units * dense.Inputs;
                    string function = new ActivationChoice(dense.Activation, dense.Alpha).ToString();
                    rows.Add(new LayerRow(layer.Name, kind, size, dense.Units, products + (dense.Bias?.Length ?? 0), products, function));
                    size = dense.Units;
                    break;
                case StandardizeLayer standardize:
                    rows.Add(new LayerRow(layer.Name, kind, size, size, standardize.Mean.Length + standardize.Scale.Length, size, "(x - mean) / scale"));
                    break;
                case DropoutLayer dropout:
                    rows.Add(new LayerRow(layer.Name, kind, size, size, 0, 0, string.Create(CultureInfo.InvariantCulture, $"dropout {dropout.Rate}")));
                    break;
            }
        }

        return rows;
    }
}
