using System.Linq;

namespace NetGen.Generator.Model;

/// <summary>The shape of a tensor, printed as <c>[28, 28]</c>.</summary>
internal sealed record Shape(EquatableArray<int> Sizes)
{
    /// <summary>The number of values. Sizes are bounded by the parser, so that it fits.</summary>
    public int Count => Sizes.Aggregate(1, (product, size) => product * size);

    public static Shape Vector(int size) => new(new EquatableArray<int>([size]));

    public override string ToString() => "[" + string.Join(", ", Sizes) + "]";
}
