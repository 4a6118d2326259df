using System.Collections.Immutable;

namespace NetGen.Formats;

/// <summary>What a file of weights leaves open. What a format has no use for is refused, not ignored.</summary>
public sealed record ImportOptions
{
    /// <summary>The name of the network, a C# identifier; by default that of the file, as in <c>MyModel</c> for <c>my-model.safetensors</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The activation of the layers before the last, where the file does not say it.</summary>
    public ActivationChoice? Activation { get; init; }

    /// <summary>The activation of the last layer, where the file does not say it; identity unless given, so that the network gives logits.</summary>
    public ActivationChoice? OutputActivation { get; init; }

    /// <summary>
    /// The activations of all dense layers in their order, instead of <see cref="Activation"/> and <see cref="OutputActivation"/>; empty for none.
    /// </summary>
    public ImmutableArray<ActivationChoice> Activations { get; init; } = [];

    /// <summary>
    /// The modules of the file in the order of the network, by the names of the tensors without their last part: <c>fc1</c>; empty to find it out.
    /// </summary>
    public ImmutableArray<string> Layers { get; init; } = [];

    /// <summary>The name of the output of an ONNX graph that the network gives; the only one of floating-point values unless given.</summary>
    public string? Output { get; init; }

    /// <summary>How matrices lie in an npz file; found out unless given.</summary>
    public WeightLayout? Layout { get; init; }

    /// <summary>
    /// What batch normalisation adds to the variance: unless given, what the file says, else 10⁻⁵, as PyTorch does, and 10⁻³ in files of Keras.
    /// </summary>
    public double? BatchNormEpsilon { get; init; }

    /// <summary>
    /// Where batch normalisation stands in a PyTorch module; unless given, where the numbers in a <c>Sequential</c> say, which may need it to be given, and
    /// before the activation, with a note, where names have no numbers.
    /// </summary>
    public BatchNormPlace? BatchNorm { get; init; }
}

/// <summary>How the matrix of a dense layer lies in a file.</summary>
public enum WeightLayout
{
    /// <summary>[inputs, outputs], as in Keras, JAX and scikit-learn.</summary>
    InOut,

    /// <summary>[outputs, inputs], as in PyTorch.</summary>
    OutIn,
}

/// <summary>Where batch normalisation stands after a dense layer.</summary>
public enum BatchNormPlace
{
    /// <summary>Before the activation: Linear, BatchNorm1d, ReLU.</summary>
    BeforeActivation,

    /// <summary>After the activation: Linear, ReLU, BatchNorm1d.</summary>
    AfterActivation,
}
