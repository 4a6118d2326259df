using System.Collections.Immutable;

namespace NetGen;

/// <summary>A layer as a network knows it; its tensors are in <see cref="NetworkInfo.Tensors"/>, with names that begin with the layer's.</summary>
/// <param name="Kind">What it is: the name of its attribute, as in <c>Dense</c>.</param>
/// <param name="Name">Its name, as in <c>dense1</c>.</param>
/// <param name="OutputShape">The shape of its output for one sample.</param>
public sealed record LayerInfo(string Kind, string Name, ImmutableArray<int> OutputShape)
{
    /// <summary>The function it applies.</summary>
    public Activation Activation { get; init; }

    /// <summary>The parameter of that function, for those that have one (see <see cref="DenseAttribute.Alpha"/>); else 0.</summary>
    public float Alpha { get; init; }

    /// <summary>The probability that dropout drops a value; 0 for other layers.</summary>
    public float DropoutRate { get; init; }

    /// <summary>Whether it does nothing in inference.</summary>
    public bool IsTrainingOnly { get; init; }
}
