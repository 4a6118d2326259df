using System.Collections.Immutable;

namespace NetGen;

/// <summary>A named tensor of a network's parameters: its shape as users know it, and its place in the parameter buffer.</summary>
/// <param name="Name">The name, as in <c>dense1.weight</c>.</param>
/// <param name="Shape">The canonical shape, in PyTorch's convention: <c>[outputs, inputs]</c> for the weights of a dense layer.</param>
/// <param name="Layout">How the tensor lies in the buffer.</param>
/// <param name="Offset">Where it starts in the buffer, in floats: a multiple of 16.</param>
/// <param name="Length">The floats it takes in the buffer, padding included: a multiple of 16.</param>
/// <param name="Initializer">How its values start; never <see cref="Initializer.Auto"/>.</param>
/// <param name="InitialValue">The value under <see cref="Initializer.Constant"/>.</param>
public sealed record TensorInfo(
    string Name,
    ImmutableArray<int> Shape,
    TensorLayout Layout,
    int Offset,
    int Length,
    Initializer Initializer,
    float InitialValue = 0f)
{
    /// <summary>Whether training changes it; it leaves alone what a network has learnt otherwise, as the mean and scale of its inputs, whose gradients are 0.</summary>
    public bool IsTrained { get; init; } = true;

    /// <summary>The number of values: the product of the shape.</summary>
    public int Count => Product(Shape);

    /// <summary>The layer it belongs to: the name up to its last dot.</summary>
    internal string Layer => Name.LastIndexOf('.') is var end and > 0 ? Name[..end] : Name;

    /// <summary>The number of values of a shape.</summary>
    internal static int Product(ImmutableArray<int> shape)
    {
        int product = 1;
        foreach (int size in shape) product *= size;
        return product;
    }
}
