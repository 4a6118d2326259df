using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Tests.Reference;

/// <summary>The values of a named tensor in canonical order: row by row, as [outputs, inputs] for weights.</summary>
internal sealed record ReferenceTensor(string Name, int[] Shape, double[] Values)
{
    /// <summary>The largest magnitude of a value.</summary>
    public double Largest => Values.Max(Math.Abs);

    /// <summary>Where a value is, as in <c>dense1.weight[3, 1]</c>.</summary>
    public string Locate(int index) => Shape.Length == 1 ? $"{Name}[{index}]" : $"{Name}[{index / Shape[1]}, {index % Shape[1]}]";
}

/// <summary>One tensor for each weight and bias of an architecture: its parameters, or their gradients.</summary>
internal sealed class TensorSet
{
    private readonly List<ReferenceTensor> _tensors = [];

    public TensorSet(Architecture architecture)
    {
        int inputs = architecture.Inputs, count = architecture.Layers.Length, unnamed = 0;
        (Weights, Biases) = (new double[count][], new double[count][]);
        if (architecture.Standardizes)
        {
            _tensors.Add(new ReferenceTensor("standardize1.mean", [inputs], Means = new double[inputs]));
            _tensors.Add(new ReferenceTensor("standardize1.scale", [inputs], Scales = new double[inputs]));
        }

        for (int index = 0; index < count; index++)
        {
            DenseLayer layer = architecture.Layers[index];
            string name = layer.Name ?? $"dense{++unnamed}";
            Weights[index] = new double[layer.Units * inputs];
            Biases[index] = new double[layer.Units];
            _tensors.Add(new ReferenceTensor(name + ".weight", [layer.Units, inputs], Weights[index]));
            if (layer.UseBias) _tensors.Add(new ReferenceTensor(name + ".bias", [layer.Units], Biases[index]));
            inputs = layer.Units;
        }
    }

    /// <summary>The tensors, in the order of the layers.</summary>
    public IReadOnlyList<ReferenceTensor> Tensors => _tensors;

    /// <summary>The largest magnitude of any value.</summary>
    public double Largest => _tensors.Max(tensor => tensor.Largest);

    /// <summary>The tensor of that name.</summary>
    public ReferenceTensor this[string name] => _tensors.Single(tensor => tensor.Name == name);

    /// <summary>What the input is standardised by, if it is.</summary>
    public double[]? Means { get; }

    /// <inheritdoc cref="Means"/>
    public double[]? Scales { get; }

    /// <summary>The square of the norm of all values together.</summary>
    public double SumOfSquares => _tensors.Sum(tensor => tensor.Values.Sum(value => value * value));

    /// <summary>Adds the values of another set, times a factor.</summary>
    public void Add(TensorSet other, double factor)
    {
        for (int t = 0; t < _tensors.Count; t++)
        {
            for (int k = 0; k < _tensors[t].Values.Length; k++) _tensors[t].Values[k] += factor * other._tensors[t].Values[k];
        }
    }

    /// <summary>By layer, [units, inputs] row by row.</summary>
    public double[][] Weights { get; }

    /// <summary>By layer, [units]; of a layer without bias they are zeros, and no tensor.</summary>
    public double[][] Biases { get; }
}
