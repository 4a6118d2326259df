using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats;

/// <summary>
/// Puts a network together from the input to the output. What scales and shifts values, as batch normalisation does in inference, becomes a part of the dense
/// layer beside it, computed in double precision.
/// </summary>
internal sealed class NetworkBuilder
{
    private readonly List<DenseParts> _layers = [];
    private readonly List<string> _notes = [];
    private readonly List<ImportProblem> _problems = [];
    private StandardizeLayer? _standardize;
    private Affine? _pending;

    /// <summary>The number of dense layers so far.</summary>
    public int Count => _layers.Count;

    /// <summary>What is wrong so far.</summary>
    public IReadOnlyList<ImportProblem> Problems => _problems;

    /// <summary>Says something of the import.</summary>
    public void Note(string note) => _notes.Add(note);

    /// <summary>Says that something cannot be imported.</summary>
    public void Fail(string where, string what, string instead = "") => _problems.Add(new ImportProblem(where, what, instead));

    /// <summary>The standardisation of the input.</summary>
    public void Standardize(float[] mean, float[] scale) => _standardize = new StandardizeLayer("standardize1", mean, scale);

    /// <summary>A dense layer after those before.</summary>
    public void Dense(DenseParts layer)
    {
        int? size = _layers.Count > 0 ? _layers[^1].Units : _standardize?.Mean.Length;
        if (size is { } outputs && outputs != layer.Inputs)
        {
            string before = _layers.Count > 0 ? $"'{_layers[^1].Source}' has {_layers[^1].Shape}" : $"the standardisation has {outputs} features";
            Fail($"tensor {NetworkValidation.Quote(layer.Source)}", $"it takes {layer.Inputs} inputs, {layer.Shape}, and is given {outputs}: {before}.");
            _pending = null;
        }

        if (_pending is { } affine)
        {
            layer = FoldBefore(layer, affine);
            _notes.Add($"{affine.Source} is a part of '{layer.Source}', which follows it.");
            _pending = null;
        }

        _layers.Add(layer);
    }

    /// <summary>
    /// y = scale·x + shift for each value, as batch normalisation in inference: a part of the dense layer before it if no activation is between, else of the
    /// one after.
    /// </summary>
    public void Scale(Affine affine)
    {
        int? size = _layers.Count > 0 ? _layers[^1].Units : null;
        if (affine.Scale.Concat(affine.Shift).Any(value => !double.IsFinite(value)))
        {
            Fail(affine.Source, "its variances are not above 0, or its values too large.");
        }
        else if (size is { } units && units != affine.Scale.Length)
        {
            Fail(affine.Source, $"it is for {affine.Scale.Length} values, and is given {units}, by '{_layers[^1].Source}'.");
        }
        else if (_pending is { } before)
        {
            if (before.Scale.Length != affine.Scale.Length)
                Fail(affine.Source, $"it is for {affine.Scale.Length} values, and is given {before.Scale.Length}, by {before.Source}.");
            else _pending = before.Then(affine);
        }
        else if (size is null || _layers[^1].Function.Activation != Activation.Identity)
        {
            _pending = affine;
        }
        else
        {
            _layers[^1] = FoldAfter(_layers[^1], affine);
            _notes.Add($"{affine.Source} is a part of '{_layers[^1].Source}', before it.");
        }
    }

    /// <summary>The activation of the last dense layer.</summary>
    public void Activate(ActivationChoice function, string where)
    {
        if (_layers.Count == 0) Fail(where, $"{function} stands before the first dense layer.", "an activation after a dense layer.");
        else if (function.Activation == Activation.Identity) return;
        else if (_pending is not null || _layers[^1].Function.Activation != Activation.Identity)
            Fail(where, $"{function} stands after {_layers[^1].Function}.", "one activation for each dense layer.");
        else _layers[^1] = _layers[^1] with { Function = function };
    }

    /// <summary>The network.</summary>
    /// <exception cref="ImportException">Something could not be imported; everything is named.</exception>
    public ImportedNetwork Build(string name)
    {
        if (_pending is { } affine)
            Fail(affine.Source, "no dense layer follows that it could be a part of.", "batch normalisation beside a dense layer, with no activation between.");
        if (_layers.Count == 0 && _problems.Count == 0) Fail("the file", "it has no dense layers.");
        if (_problems.Count > 0) throw new ImportException([.. _problems]);

        string[] names = Names.OfLayers([.. _layers.Select(layer => layer.Source)]);
        var layers = ImmutableArray.CreateBuilder<LayerModel>();
        if (_standardize is not null) layers.Add(_standardize);
        for (int i = 0; i < names.Length; i++)
        {
            DenseParts layer = _layers[i];
            ActivationChoice function = layer.Function;
            layers.Add(new DenseLayer(names[i], layer.Inputs, layer.Units, function.Activation, layer.Weight, layer.Bias) { Alpha = function.Alpha });
        }

        return new ImportedNetwork(NetworkValidation.Require(new NetworkModel(name, _standardize?.Mean.Length ?? _layers[0].Inputs, layers.ToImmutable())),
            [.. _notes]);
    }

    // scale·(W·x + b) + shift
    private static DenseParts FoldAfter(DenseParts layer, Affine affine)
    {
        float[] weight = new float[layer.Weight.Length], bias = new float[layer.Units];
        for (int unit = 0; unit < bias.Length; unit++)
        {
            for (int i = unit * layer.Inputs; i < (unit + 1) * layer.Inputs; i++) weight[i] = (float)(affine.Scale[unit] * layer.Weight[i]);
            bias[unit] = (float)(affine.Scale[unit] * (layer.Bias?[unit] ?? 0) + affine.Shift[unit]);
        }

        return layer with { Weight = weight, Bias = bias };
    }

    // W·(scale·x + shift) + b
    private DenseParts FoldBefore(DenseParts layer, Affine affine)
    {
        if (affine.Scale.Length != layer.Inputs)
        {
            Fail(affine.Source, $"it is for {affine.Scale.Length} values, and '{layer.Source}' after it takes {layer.Inputs}.");
            return layer;
        }

        float[] weight = new float[layer.Weight.Length], bias = new float[layer.Units];
        for (int unit = 0; unit < bias.Length; unit++)
        {
            double sum = layer.Bias?[unit] ?? 0;
            for (int i = 0; i < layer.Inputs; i++)
            {
                int index = unit * layer.Inputs + i;
                weight[index] = (float)(layer.Weight[index] * affine.Scale[i]);
                sum += layer.Weight[index] * affine.Shift[i];
            }

            bias[unit] = (float)sum;
        }

        return layer with { Weight = weight, Bias = bias };
    }
}

/// <summary>A dense layer out of a file.</summary>
/// <param name="Source">Its name there.</param>
/// <param name="Inputs">The inputs.</param>
/// <param name="Units">The outputs.</param>
/// <param name="Weight">[units, inputs], row-major.</param>
/// <param name="Bias">[units]; null for none.</param>
internal sealed record DenseParts(string Source, int Inputs, int Units, float[] Weight, float[]? Bias)
{
    /// <summary>The activation.</summary>
    public ActivationChoice Function { get; init; } = Activation.Identity;

    /// <summary>The shape for a message.</summary>
    public string Shape => $"[{Units}, {Inputs}]";
}

/// <summary>y = scale·x + shift for each value.</summary>
/// <param name="Source">What it is in the file: <c>the batch normalisation 'bn1'</c>.</param>
/// <param name="Scale">The factors.</param>
/// <param name="Shift">What is added.</param>
internal sealed record Affine(string Source, double[] Scale, double[] Shift)
{
    /// <summary>Batch normalisation in inference: γ(x − μ)/√(σ² + ε) + β.</summary>
    public static Affine BatchNorm(string source, float[]? gamma, float[]? beta, float[] mean, float[] variance, double epsilon)
    {
        double[] scale = new double[mean.Length], shift = new double[mean.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            scale[i] = (gamma?[i] ?? 1) / Math.Sqrt(variance[i] + epsilon);
            shift[i] = (beta?[i] ?? 0) - mean[i] * scale[i];
        }

        return new Affine(source, scale, shift);
    }

    /// <summary>Another after this one.</summary>
    public Affine Then(Affine next) => new(
        $"{Source} with {next.Source}",
        [.. Scale.Zip(next.Scale, (a, b) => a * b)],
        [.. Shift.Select((shift, i) => shift * next.Scale[i] + next.Shift[i])]);
}
