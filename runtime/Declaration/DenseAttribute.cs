using System;

namespace NetGen;

/// <summary>A fully connected layer: y = f(W·x + b), with W [units, inputs], b [units].</summary>
/// <param name="units">The number of outputs, at least 1.</param>
/// <param name="activation">The function f, applied to every output.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class DenseAttribute(int units, Activation activation = Activation.Identity) : LayerAttribute
{
    /// <summary>The number of outputs.</summary>
    public int Units { get; } = units;

    /// <summary>The function applied to every output.</summary>
    public Activation Activation { get; } = activation;

    /// <summary>
    /// The parameter of the activation: the slope below zero of <see cref="Activation.LeakyReLU"/> (0.01 unless given, in [0, 1]), the scale
    /// below zero of <see cref="Activation.ELU"/> (1 unless given, above 0). The other activations have none.
    /// </summary>
    public float Alpha { get; init; }

    /// <summary>Whether the layer adds a bias; it does unless told otherwise.</summary>
    public bool UseBias { get; init; } = true;

    /// <summary>How the weights start; by default as the activation wants it (see <see cref="NetGen.Initializer.Auto"/>).</summary>
    public Initializer Initializer { get; init; }

    /// <summary>The value of every weight under <see cref="Initializer.Constant"/>.</summary>
    public float InitialWeight { get; init; }

    /// <summary>The value every bias starts with; 0 unless told otherwise.</summary>
    public float InitialBias { get; init; }
}
