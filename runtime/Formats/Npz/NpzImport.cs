using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace NetGen.Formats;

/// <summary>
/// Reads dense networks from .npz files of NumPy. The layers follow from the names of the arrays: <c>arr_0, arr_1, …</c> (the order of Keras'
/// <c>get_weights</c>), <c>W1, b1</c>,
/// <c>dense1.weight, dense1.bias</c>, <c>dense1/kernel, dense1/bias</c>, <c>coefs_0, intercepts_0</c> (scikit-learn).
/// </summary>
/// <remarks>
/// Whether a matrix is [inputs, outputs] or [outputs, inputs] follows from the names, <c>weight</c> being PyTorch's and <c>arr_0</c>, <c>kernel</c> and
/// <c>coefs</c> the other's; where that does not chain, or the names do not say it, from the shapes; and where those leave it open, from
/// <see cref="ImportOptions.Layout"/>.
/// </remarks>
public static class NpzImport
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file leaves open.</param>
    /// <exception cref="ImportException">The file is not valid, or not of a dense network; everything that is wrong is named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImportedNetwork Read(string path, ImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = RegularFile.Open(path);
        return Read(stream, options?.Name ?? Names.OfClass(path), options);
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The stream, which can seek; it is left open.</param>
    /// <param name="name">The name of the network.</param>
    /// <param name="options">What the file leaves open.</param>
    /// <exception cref="ImportException">The data are not valid, or not of a dense network; everything that is wrong is named.</exception>
    public static ImportedNetwork Read(Stream stream, string name, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new ImportOptions();
        var builder = new NetworkBuilder();
        UnusedOptions.Check(options, builder, "an npz file", "--activation", "--output-activation", "--activations", "--layers", "--layout");
        List<(string Name, NpyArray Array)> arrays = NpzReader.Read(stream, builder);
        foreach (IGrouping<string, string> type in arrays.Select(array => array.Array.Descr[1..]).Where(type => type != "f4").GroupBy(type => type))
            builder.Note($"{type.Count()} arrays are {type.Key}, and {(type.Key == "f8" ? "were rounded to f4" : "became f4 exactly")}.");
        List<NpzLayer> layers = NpzLayers.Of(arrays, builder);
        if (!options.Layers.IsEmpty) layers = Ordered(layers, options.Layers, builder);
        if (builder.Problems.Count == 0 && layers.Count > 0 && Orient(layers, options, builder) is { } layout)
            Build(InOrder(layers, layout, options)!, layout, options, builder);
        return builder.Build(name);
    }

    private static void Build(List<NpzLayer> layers, WeightLayout layout, ImportOptions options, NetworkBuilder builder)
    {
        ActivationChoice[]? activations = ActivationOptions.For(layers.Count, options, builder);
        if (activations is null) return;
        for (int i = 0; i < layers.Count; i++)
        {
            builder.Dense(layers[i].ToDense(layout));
            builder.Activate(activations[i], $"array '{layers[i].Matrix.Name}'");
        }
    }

    private static List<NpzLayer> Ordered(List<NpzLayer> layers, ImmutableArray<string> names, NetworkBuilder builder)
    {
        var left = new List<NpzLayer>(layers);
        var ordered = new List<NpzLayer>();
        foreach (string name in names)
        {
            if (left.Find(layer => layer.Name == name || layer.Matrix.Name == name) is { } layer && left.Remove(layer)) ordered.Add(layer);
            else builder.Fail($"the option for the order, {NetworkValidation.Quote(name)}", "the file has no such matrix, or it is named twice.",
                string.Join(", ", layers.Select(layer => layer.Matrix.Name)) + ".");
        }

        foreach (NpzLayer layer in left) builder.Fail($"array '{layer.Matrix.Name}'", "the option for the order does not name it.");
        return ordered;
    }

    // In the given order, or in the single one by names and shapes; null where the layers do not chain.
    private static List<NpzLayer>? InOrder(List<NpzLayer> layers, WeightLayout layout, ImportOptions options)
    {
        if (layers.Any(layer => layer.Bias is { } bias && bias.Array.Values.Length != layer.Units(layout))) return null;
        int[] inputs = [.. layers.Select(layer => layer.Inputs(layout))], outputs = [.. layers.Select(layer => layer.Units(layout))];
        string[] names = [.. layers.Select(layer => options.Layers.IsEmpty ? layer.Matrix.Name : "")];
        return LayerOrder.Find(names, inputs, outputs) is [int[] order] ? [.. order.Select(index => layers[index])] : null;
    }

    private static WeightLayout? Orient(List<NpzLayer> layers, ImportOptions options, NetworkBuilder builder)
    {
        if (options.Layout is { } given)
            return Fits(given) ? given : Fail($"as {Text(given)}, as the option says, they do not chain",
                "the other layout, or the arrays in their order (--layers).");
        bool chainsInOut = Fits(WeightLayout.InOut), chainsOutIn = Fits(WeightLayout.OutIn);
        if (!chainsInOut && !chainsOutIn)
            return Fail("neither as [inputs, outputs] nor as [outputs, inputs] they chain in a single order",
                "the arrays in their order, by an option (--layers).");
        WeightLayout[] conventions = [.. layers.Select(layer => layer.Convention).OfType<WeightLayout>().Distinct()];
        if (chainsInOut && chainsOutIn)
            return conventions.Length == 1 ? conventions[0]
                : Fail("they chain as [inputs, outputs] and as [outputs, inputs]", "the layout, by an option (--layout in-out or out-in).");
        WeightLayout only = chainsInOut ? WeightLayout.InOut : WeightLayout.OutIn;
        if (conventions.Length == 1 && conventions[0] != only)
            builder.Note($"The matrices are {Text(only)}, which is not usual under their names: otherwise they do not chain.");
        return only;

        bool Fits(WeightLayout layout) => InOrder(layers, layout, options) is not null;

        WeightLayout? Fail(string what, string instead)
        {
            string shapes = string.Join(", ", layers.Take(20).Select(layer => layer.Description));
            builder.Fail("the matrices", $"{what}: {shapes}.", instead);
            return null;
        }
    }

    private static string Text(WeightLayout layout) => layout == WeightLayout.InOut ? "[inputs, outputs]" : "[outputs, inputs]";
}
