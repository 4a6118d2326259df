using System.Collections.Immutable;

namespace NetGen.Formats;

/// <summary>A trained network as a value: its layers with their weights, whatever file or class it came from.</summary>
/// <param name="Name">A C# identifier, the name of the class.</param>
/// <param name="InputSize">The number of input features, at least 1.</param>
/// <param name="Layers">The layers from the input to the output, at least one of them <see cref="DenseLayer"/>; each takes what the one before gives.</param>
public sealed partial record NetworkModel(string Name, int InputSize, ImmutableArray<LayerModel> Layers)
{
    /// <summary>The names of the features, where the file says them; else empty.</summary>
    public ImmutableArray<string> InputNames { get; init; } = [];

    /// <summary>The names of the classes, where the file says them; else empty.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];
}

/// <summary>A layer of a network with its weights: a <see cref="DenseLayer"/>, <see cref="StandardizeLayer"/> or <see cref="DropoutLayer"/>.</summary>
public abstract record LayerModel
{
    private protected LayerModel(string name) => Name = name;

    /// <summary>A C# identifier, unique in the network: <c>dense1</c>.</summary>
    public string Name { get; init; }
}

/// <summary>y = f(W·x + b).</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The number of inputs, at least 1.</param>
/// <param name="Units">The number of outputs, at least 1.</param>
/// <param name="Activation">f.</param>
/// <param name="Weight">W, [units, inputs], row-major.</param>
/// <param name="Bias">b, [units]; null for none.</param>
public sealed record DenseLayer(string Name, int Inputs, int Units, Activation Activation, float[] Weight, float[]? Bias) : LayerModel(Name)
{
    /// <summary>The parameter of <see cref="Activation.LeakyReLU"/> and <see cref="Activation.ELU"/>, as a declaration states it; 0 where the activation has none.</summary>
    public float Alpha { get; init; }
}

/// <summary>h = (x − mean) / scale, the first layer.</summary>
/// <param name="Name">The name.</param>
/// <param name="Mean">Mean, [inputs].</param>
/// <param name="Scale">Scale, [inputs], none of them 0.</param>
public sealed record StandardizeLayer(string Name, float[] Mean, float[] Scale) : LayerModel(Name);

/// <summary>Dropout, which does nothing in inference.</summary>
/// <param name="Name">The name.</param>
/// <param name="Rate">The probability that a value is dropped in training, in [0, 1).</param>
public sealed record DropoutLayer(string Name, float Rate) : LayerModel(Name);
