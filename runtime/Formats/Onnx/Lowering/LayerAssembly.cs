using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>
/// Makes layers of steps. Sums and products with constants become part of the dense layer before them, else of the one after, else a Standardize layer at the
/// input; where an activation or the end of the network has no dense layer to belong to, one is put there that does nothing but that. It is computed in double
/// precision and rounded once.
/// </summary>
/// <param name="inputSize">The number of features.</param>
/// <param name="budget">What layers that are put in may cost.</param>
/// <param name="problems">Takes what cannot be expressed.</param>
/// <param name="notes">Takes what is simplified.</param>
internal sealed class LayerAssembly(int inputSize, Budget budget, List<ImportProblem> problems, List<string> notes)
{
    // The layer's weights grow with the square.
    private const int LargestDiagonal = 1024;

    private readonly List<LayerModel> _layers = [];
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<AffineStep> _pending = [], _after = [];
    private DenseStep? _open;
    private readonly int _inputSize = inputSize;
    private int _size = inputSize;

    /// <summary>The layers.</summary>
    /// <param name="given">The steps, from the input to the output.</param>
    public ImmutableArray<LayerModel> Assemble(IEnumerable<Step> given)
    {
        List<Step> steps = DropoutPlacement.Place([.. given], notes);
        for (int i = 0; i < steps.Count; i++)
        {
            switch (steps[i])
            {
                case AffineStep affine:
                    (_open is null ? _pending : _after).Add(affine);
                    break;
                case DenseStep dense:
                    Close(Activation.Identity, 0);
                    _open = BeforeDense(dense);
                    _size = dense.Units;
                    break;
                case ActivationStep activation:
                    Check(activation, isLast: i == steps.Count - 1);
                    if (_open is null) OpenDiagonal(activation.Node);
                    Close(activation.Activation, activation.Alpha);
                    break;
                case DropoutStep dropout:
                    Close(Activation.Identity, 0);
                    if (_layers.Count == 0) Standardize();
                    _layers.Add(new DropoutLayer(Name("dropout"), dropout.Rate));
                    break;
            }
        }

        if (_pending.Count > 0) OpenDiagonal(_pending[^1].Node);
        Close(Activation.Identity, 0);
        return [.. _layers];
    }

    private string Name(string kind) => kind + (_numbers[kind] = _numbers.GetValueOrDefault(kind) + 1).ToString(CultureInfo.InvariantCulture);

    private void Check(ActivationStep activation, bool isLast)
    {
        if (!activation.IsSoftmax) return;
        if (!isLast) notes.Add($"{activation.Node.Where} is inside the network; the class gets the warning NETGEN011 for that.");
        if (activation.Size < 2) problems.Add(new ImportProblem(activation.Node.Where, "It has a single unit.", "at least 2."));
    }

    private DenseStep BeforeDense(DenseStep dense)
    {
        if (_pending.Count == 0 || (_layers.Count == 0 && Standardize())) return dense;
        NoteFolding(_pending, "after");
        dense = AffineFolding.Before(dense, _pending);
        _pending.Clear();
        return dense;
    }

    private bool Standardize()
    {
        if (_pending.Count == 0 || AffineFolding.Standardize(_pending, _inputSize) is not { } found) return false;
        _layers.Add(new StandardizeLayer(Name("standardize"), found.Mean, found.Scale));
        _pending.Clear();
        return true;
    }

    private void OpenDiagonal(OnnxNode node)
    {
        if (_size > LargestDiagonal)
        {
            problems.Add(new ImportProblem(node.Where, $"No dense layer of {_size} units stands before it that could take it.",
                $"a dense layer before it, or at most {LargestDiagonal} values."));
            _pending.Clear();
        }

        int size = Math.Min(_size, LargestDiagonal);
        budget.Take([size, size]);
        notes.Add($"{node.Where} has no dense layer to be part of; a diagonal one of {size} units is put there.");
        double[] diagonal = new double[size * size];
        for (int i = 0; i < size; i++) diagonal[i * (size + 1)] = 1;
        _open = new DenseStep(node, diagonal, null, size);
        _after.AddRange(_pending);
        _pending.Clear();
    }

    /// <summary>Ends the dense layer that could still take sums and products.</summary>
    private void Close(Activation activation, float alpha)
    {
        if (_open is null) return;
        DenseStep dense = AffineFolding.After(_open, _after);
        NoteFolding(_after.Where(step => step.Kind != AffineKind.Add), "before");
        _after.Clear();
        _open = null;
        float[] weight = [.. dense.Weight.Select(value => (float)value)];
        float[]? bias = dense.Bias?.Select(value => (float)value).ToArray();
        if (!weight.Concat(bias ?? []).All(float.IsFinite))
        {
            const string what = "With the sums and products before or after it, its weights leave the range of 32-bit numbers.";
            problems.Add(new ImportProblem(dense.Node.Where, what, "finite weights."));
        }

        _layers.Add(new DenseLayer(Name("dense"), weight.Length / dense.Units, dense.Units, activation, weight, bias) { Alpha = alpha });
    }

    private void NoteFolding(IEnumerable<AffineStep> steps, string place)
    {
        foreach (OnnxNode node in steps.Select(step => step.Node).Distinct()) notes.Add($"{node.Where} is part of the dense layer {place} it.");
    }
}
