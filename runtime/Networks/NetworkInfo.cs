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

    /// <summary>The values of one output: the product of <see cref="OutputShape"/>.</summary>
    public int OutputSize { get; } = TensorInfo.Product(OutputShape);
}
