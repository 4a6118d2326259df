using System.Collections.Immutable;

namespace NetGen;

/// <summary>A tensor as the header of a safetensors file describes it.</summary>
/// <param name="Name">The name.</param>
/// <param name="DataType">The element type, as the format names it: <c>F32</c>, <c>F16</c>, …</param>
/// <param name="Shape">The shape, outermost dimension first; empty for a single value.</param>
/// <param name="Begin">Where its bytes begin, from the start of the data.</param>
/// <param name="End">Where they end.</param>
internal sealed record TensorEntry(string Name, string DataType, ImmutableArray<long> Shape, long Begin, long End);
