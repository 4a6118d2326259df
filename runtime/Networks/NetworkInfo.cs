using System.Collections.Immutable;

namespace NetGen;

/// <summary>What a generated network knows of itself: one instance a class, shared by its objects.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="InputShape">The shape of one sample.</param>
/// <param name="OutputShape">The shape of one output.</param>
/// <param name="OutputActivation">The activation of the last layer.</param>
/// <param name="ParameterCount">The number of weights and biases.</param>
/// <param name="ParameterBufferLength">The floats in the parameter buffer, padding included.</param>
/// <param name="Tensors">The parameters by name, in the order of the layers.</param>
public sealed record NetworkInfo(
    string Name,
    ImmutableArray<int> InputShape,
    ImmutableArray<int> OutputShape,
    Activation OutputActivation,
    int ParameterCount,
    int ParameterBufferLength,
    ImmutableArray<TensorInfo> Tensors)
{
    /// <summary>The values of one sample: the product of <see cref="InputShape"/>.</summary>
    public int InputSize { get; } = TensorInfo.Product(InputShape);

    /// <summary>The layers, from the input to the output.</summary>
    public ImmutableArray<LayerInfo> Layers { get; init; } = [];

    /// <summary>Whether the network has dropout layers, which a <see cref="TrainingPass"/> seeds.</summary>
    public bool HasDropout { get; init; }

    /// <summary>
    /// A short name for what the network computes, apart from its weights: sixteen hexadecimal digits, the same for networks whose input, tensors and layers are the same, whatever they
    /// drop in training. Saved files carry it, and files that carry another are refused.
    /// </summary>
    public string Fingerprint
    {
        get
        {
            var fingerprint = new Fingerprint(InputShape);
            foreach (LayerInfo layer in Layers)
                if (!layer.IsTrainingOnly) fingerprint.AddLayer(layer.Kind, layer.Name, layer.OutputShape, layer.Activation.ToString(), layer.Alpha);
            foreach (TensorInfo tensor in Tensors) fingerprint.AddTensor(tensor.Name, tensor.Shape);
            return fingerprint.ToString();
        }
    }

    /// <summary>The values of one output: the product of <see cref="OutputShape"/>.</summary>
    public int OutputSize { get; } = TensorInfo.Product(OutputShape);
}
