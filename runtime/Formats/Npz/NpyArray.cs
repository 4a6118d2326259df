using System.Collections.Immutable;

namespace NetGen.Formats;

/// <summary>An array of NumPy, its values as <see cref="float"/>.</summary>
/// <param name="Descr">The element type in the file, as NumPy writes it: <c>&lt;f8</c>.</param>
/// <param name="Shape">The shape, outermost dimension first; empty for a single value.</param>
/// <param name="Values">The values, row-major, whatever their order in the file.</param>
public sealed record NpyArray(string Descr, ImmutableArray<int> Shape, float[] Values);
