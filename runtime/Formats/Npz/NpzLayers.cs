using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace NetGen.Formats;

/// <summary>A matrix and its bias.</summary>
/// <param name="Name">The name of the layer.</param>
/// <param name="Matrix">The matrix.</param>
/// <param name="Bias">The bias, if there is one.</param>
/// <param name="Convention">The layout that goes with such names, if one does.</param>
internal sealed record NpzLayer(string Name, NamedArray Matrix, NamedArray? Bias, WeightLayout? Convention)
{
    /// <summary>The shapes for a message: <c>'W1' [64, 32] with 'b1' [32]</c>.</summary>
    public string Description => $"'{Matrix.Name}' [{string.Join(", ", Matrix.Array.Shape)}]" + (Bias is null ? ""
        : $" with '{Bias.Name}' [{Bias.Array.Values.Length}]");

    /// <summary>The inputs.</summary>
    public int Inputs(WeightLayout layout) => Matrix.Array.Shape[layout == WeightLayout.InOut ? 0 : 1];

    /// <summary>The outputs.</summary>
    public int Units(WeightLayout layout) => Matrix.Array.Shape[layout == WeightLayout.InOut ? 1 : 0];

    /// <summary>The layer.</summary>
    public DenseParts ToDense(WeightLayout layout)
    {
        int inputs = Inputs(layout), units = Units(layout);
        float[] weight = Matrix.Array.Values;
        if (layout == WeightLayout.InOut)
        {
            weight = new float[weight.Length];
            for (int i = 0; i < inputs; i++)
                for (int unit = 0; unit < units; unit++) weight[unit * inputs + i] = Matrix.Array.Values[i * units + unit];
        }

        return new DenseParts(Name, inputs, units, weight, Bias?.Array.Values);
    }
}

/// <summary>An array with its name.</summary>
internal sealed record NamedArray(string Name, NpyArray Array);

/// <summary>Finds the layers among the arrays of a file.</summary>
internal static partial class NpzLayers
{
    private const string Supported =
        "matrices and biases named arr_0, W1 and b1, dense1.weight and dense1.bias, dense1/kernel and dense1/bias, coefs_0 and intercepts_0.";

    /// <summary>The layers in the order of their names; what is none is a problem.</summary>
    public static List<NpzLayer> Of(List<(string Name, NpyArray Array)> arrays, NetworkBuilder builder)
    {
        List<NamedArray> sorted = [.. arrays.Select(array => new NamedArray(array.Name, array.Array)).OrderBy(array => array.Name, NaturalOrder.Instance)];
        foreach ((string name, NpyArray array) in sorted)
        {
            if (array.Shape.Any(size => size is < 1 or > NetworkValidation.MaxUnits))
                builder.Fail(Where(name), $"its shape is {Shape(array)}.", $"sizes of 1 to {NetworkValidation.MaxUnits}.");
            else if (Finite.IndexOfNonFinite(array.Values) is >= 0 and int index)
                builder.Fail(Where(name), $"value {index} is {array.Values[index]}, as a float.", "finite values.");
        }

        return sorted.Count > 0 && sorted.All(array => array.Name.StartsWith("arr_", StringComparison.Ordinal)) ? InOrder(sorted, builder)
            : ByName(sorted, builder);
    }

    private static List<NpzLayer> InOrder(List<NamedArray> arrays, NetworkBuilder builder)
    {
        var layers = new List<NpzLayer>();
        foreach (NamedArray array in arrays)
        {
            bool isBias = array.Array.Shape.Length == 1 && layers.Count > 0 && layers[^1].Bias is null;
            if (array.Array.Shape.Length == 2) layers.Add(new NpzLayer("", array, null, WeightLayout.InOut));
            else if (isBias) layers[^1] = layers[^1] with { Bias = array };
            else builder.Fail(Where(array.Name), $"its shape is {Shape(array.Array)}, which is neither a matrix nor the bias of one.", Supported);
        }

        return layers;
    }

    private static List<NpzLayer> ByName(List<NamedArray> arrays, NetworkBuilder builder)
    {
        Dictionary<string, NamedArray> biases = [];
        List<(string Key, NamedArray Array, string Role)> matrices = [];
        foreach (NamedArray array in arrays)
        {
            Match match = Pattern().Match(array.Name);
            string role = match.Groups["role"].Value.ToLowerInvariant(), key = match.Groups["layer"].Value + "\n" + match.Groups["number"].Value;
            int rank = role is "b" or "bias" or "biases" or "intercepts" ? 1 : 2;
            if (!match.Success) builder.Fail(Where(array.Name), $"its name says of no layer what it is; its shape is {Shape(array.Array)}.", Supported);
            else if (array.Array.Shape.Length != rank)
                builder.Fail(Where(array.Name), $"its shape is {Shape(array.Array)}.", rank == 1 ? "a bias of one dimension." : "a matrix of two dimensions.");
            else if (rank == 2) matrices.Add((key, array, role));
            else if (!biases.TryAdd(key, array)) builder.Fail(Where(array.Name), $"'{biases[key].Name}' is the bias of the same layer.");
        }

        var layers = new List<NpzLayer>();
        foreach ((string key, NamedArray array, string role) in matrices)
        {
            biases.Remove(key, out NamedArray? bias);
            WeightLayout? convention = role switch { "weight" => WeightLayout.OutIn, "kernel" or "coefs" => WeightLayout.InOut, _ => null };
            string[] parts = key.Split('\n');
            layers.Add(new NpzLayer(parts[0].Trim('.', '/', '_').Replace('/', '.'), array, bias, convention));
        }

        foreach (NamedArray bias in biases.Values) builder.Fail(Where(bias.Name), "there is no matrix for it.", Supported);
        return layers;
    }

    // The layer and what the array is of it, with the number on either side: dense1.weight, fc/kernel, W1, coefs_0, weight_2.
    [GeneratedRegex(@"^(?<layer>.*?[./_])?(?<role>weights?|kernel|bias|biases|coefs|intercepts|W|w|B|b)[_.]?(?<number>[0-9]*)$", RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();

    private static string Where(string name) => $"array {NetworkValidation.Quote(name)}";

    private static string Shape(NpyArray array) => $"[{string.Join(", ", array.Shape)}]";
}
