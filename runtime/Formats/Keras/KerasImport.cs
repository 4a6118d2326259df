using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace NetGen.Formats;

/// <summary>
/// Reads the JSON that RTNeural's exporter makes of Keras models (https://github.com/jatinchowdhury18/RTNeural, python/model_utils.py): <c>in_shape</c>, and
/// <c>layers</c> of <c>type</c>, <c>activation</c>, <c>shape</c> and <c>weights</c>, the kernel of a dense layer being [inputs, outputs].
/// </summary>
/// <remarks>
/// Read are <c>dense</c>, <c>time-distributed-dense</c>, <c>activation</c>, <c>batchnorm</c>, which becomes a part of the dense layer beside it, and
/// <c>dropout</c> and <c>input</c>, which do nothing in inference.
/// </remarks>
public static class KerasImport
{
    // Deeper than a kernel in a list of weights in a layer in a list in the document, and for other things too.
    private const int MaxDepth = 32;
    private const double DefaultEpsilon = 1e-3;
    private const string Supported = "dense, time-distributed-dense, activation, batchnorm, dropout and input.";
    private const string NormWeights = "gamma, beta, mean and variance, or the last two";
    private const string Activations =
        "linear, relu, leaky_relu, elu, selu, gelu, sigmoid, tanh, softplus, silu, hard_sigmoid, hard_silu, mish, softmax, log_softmax.";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">The name of the network, and the ε of batch normalisation; the file leaves nothing else open.</param>
    /// <exception cref="ImportException">The file is not valid, or not of a dense network; everything that is wrong is named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImportedNetwork Read(string path, ImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = RegularFile.Open(path);
        return Read(stream, options?.Name ?? Names.OfClass(path), options);
    }

    /// <summary>Reads a stream, from its position to its end.</summary>
    /// <param name="stream">The stream; it is left open.</param>
    /// <param name="name">The name of the network.</param>
    /// <param name="options">The ε of batch normalisation; the file leaves nothing else open.</param>
    /// <exception cref="ImportException">The data are not valid, or not of a dense network; everything that is wrong is named.</exception>
    public static ImportedNetwork Read(Stream stream, string name, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return FileProblem.Guard(() =>
        {
            using JsonDocument document = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement, name, options ?? new ImportOptions());
        });
    }

    private static ImportedNetwork Read(JsonElement root, string name, ImportOptions options)
    {
        if (!KerasJson.TryGet(root, "layers", JsonValueKind.Array, out JsonElement layers)
            || !KerasJson.TryGet(root, "in_shape", JsonValueKind.Array, out JsonElement inShape))
            throw FileProblem.Of("it has no in_shape and layers.", "what RTNeural's exporter writes.");
        var builder = new NetworkBuilder();
        UnusedOptions.Check(options, builder, "Keras JSON, which says itself what its layers are", "--epsilon");
        int size = KerasJson.LastSize(inShape);
        if (size == 0) builder.Fail("in_shape", "its last size is not a positive integer.");
        int index = 0;
        if (layers.GetArrayLength() > NetworkValidation.MaxLayers)
            throw FileProblem.Of($"it has {layers.GetArrayLength()} layers.", $"at most {NetworkValidation.MaxLayers}.");
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            string type = KerasJson.TryGet(layer, "type", JsonValueKind.String, out JsonElement text) ? KerasJson.Text(text) : "";
            size = Add(layer, type, $"layer {index++} ({(type.Length > 0 ? NetworkValidation.Quote(type)[1..^1] : "without a type")})", size, options, builder);
        }

        return builder.Build(name);
    }

    private static int Add(JsonElement layer, string type, string where, int size, ImportOptions options, NetworkBuilder builder)
    {
        int units = KerasJson.TryGet(layer, "shape", JsonValueKind.Array, out JsonElement shape) ? KerasJson.LastSize(shape) : size;
        List<JsonElement> weights = KerasJson.TryGet(layer, "weights", JsonValueKind.Array, out JsonElement array) ? [.. array.EnumerateArray()] : [];
        switch (type)
        {
            case "dense" or "time-distributed-dense":
                if (!AddDense(weights, where, size, units, builder)) return units;
                Activate(layer, where, builder);
                return units;
            case "activation":
                Activate(layer, where, builder);
                return size;
            case "batchnorm":
                AddBatchNorm(layer, weights, where, size, options, builder);
                return size;
            case "dropout" or "input" when weights.Count == 0:
                builder.Note($"The {where} does nothing in inference, and is left out.");
                return size;
            case "unknown":
                builder.Fail(where, "the exporter did not know the layer either.",
                    $"{Supported} A layer that does nothing in inference can be taken out of the file.");
                return units;
            default:
                builder.Fail(where, "layers of this type cannot be imported.", Supported);
                return units;
        }
    }

    private static bool AddDense(List<JsonElement> weights, string where, int inputs, int units, NetworkBuilder builder)
    {
        if (units is 0 or > NetworkValidation.MaxUnits || inputs is 0 or > NetworkValidation.MaxUnits)
        {
            builder.Fail(where, $"it has {inputs} inputs and {units} units.", $"sizes of 1 to {NetworkValidation.MaxUnits}.");
            return false;
        }

        if (weights.Count is not (1 or 2))
        {
            builder.Fail(where, $"it has {weights.Count} arrays of weights.", "a kernel, and perhaps a bias.");
            return false;
        }

        // The number of arrays is that of the file, whatever its shape says.
        if (Rows(weights[0], where, builder) is not { } rows) return false;
        if (rows.Count != inputs || rows.Any(row => row.Length != units))
        {
            builder.Fail(where, $"its kernel has {rows.Count} rows of {string.Join(" or ", rows.Select(row => row.Length).Distinct().Take(3))} numbers.",
                $"[{inputs}, {units}].");
            return false;
        }

        float[]? bias = weights.Count == 2 ? KerasJson.Vector(weights[1], where, "its bias", builder) : null;
        if (weights.Count == 2 && bias?.Length != units)
        {
            if (bias is not null) builder.Fail(where, $"its bias has {bias.Length} numbers.", $"[{units}].");
            return false;
        }

        float[] weight = new float[inputs * units];
        for (int unit = 0; unit < units; unit++)
            for (int i = 0; i < inputs; i++) weight[unit * inputs + i] = rows[i][unit];
        builder.Dense(new DenseParts($"dense{builder.Count + 1}", inputs, units, weight, bias));
        return true;
    }

    // Up to the first row that is wrong: each would say the same.
    private static List<float[]>? Rows(JsonElement kernel, string where, NetworkBuilder builder)
    {
        var rows = new List<float[]>();
        if (kernel.ValueKind != JsonValueKind.Array)
        {
            builder.Fail(where, $"its kernel is {KerasJson.Quote(kernel)}, which is no list of rows.");
            return null;
        }

        foreach (JsonElement row in kernel.EnumerateArray())
        {
            if (KerasJson.Vector(row, where, $"row {rows.Count} of its kernel", builder) is not { } values) return null;
            rows.Add(values);
        }

        return rows;
    }

    private static void AddBatchNorm(JsonElement layer, List<JsonElement> weights, string where, int size, ImportOptions options, NetworkBuilder builder)
    {
        if (weights.Count is not (2 or 4))
        {
            builder.Fail(where, $"it has {weights.Count} arrays of weights.", $"{NormWeights}.");
            return;
        }

        float[]?[] values = [.. weights.Select((list, index) => KerasJson.Vector(list, where, $"array {index} of its weights", builder))];
        if (values.Any(value => value?.Length != size))
        {
            string lengths = string.Join(" or ", values.OfType<float[]>().Select(value => value.Length).Distinct().Take(3));
            if (!values.Contains(null)) builder.Fail(where, $"it has {values.Length} arrays of {lengths} numbers.", $"{NormWeights}, of {size}.");
            return;
        }

        double epsilon = options.BatchNormEpsilon ?? DefaultEpsilon;
        if (options.BatchNormEpsilon is null && layer.TryGetProperty("epsilon", out JsonElement given)
            && !(given.ValueKind == JsonValueKind.Number && given.TryGetDouble(out epsilon) && epsilon >= 0 && double.IsFinite(epsilon)))
        {
            builder.Fail(where, $"its epsilon is {KerasJson.Quote(given)}.", "0 or more.");
            return;
        }

        builder.Scale(Affine.BatchNorm($"The {where}", values.Length == 4 ? values[0] : null, values.Length == 4 ? values[1] : null, values[^2]!, values[^1]!,
            epsilon));
    }

    private static void Activate(JsonElement layer, string where, NetworkBuilder builder)
    {
        string name = "";
        if (layer.TryGetProperty("activation", out JsonElement value))
        {
            if (value.ValueKind != JsonValueKind.String)
            {
                builder.Fail(where, $"its activation is {KerasJson.Quote(value)}, which is no text.", Activations);
                return;
            }

            name = KerasJson.Text(value);
        }

        if (KerasActivations.Find(name) is not { } activation)
        {
            builder.Fail(where, $"its activation is {NetworkValidation.Quote(name)}.", Activations);
            return;
        }

        if (activation.Activation == Activation.HardSigmoid)
            builder.Note($"hard_sigmoid of the {where} is that of Keras 3, relu6(x + 3)/6; that of Keras 2 was another.");
        if (activation.Activation == Activation.LeakyReLU) builder.Note($"leaky_relu of the {where} is that of Keras 3, with a slope of 0.2 below zero.");
        builder.Activate(activation, where);
    }
}
