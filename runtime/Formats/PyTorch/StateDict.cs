using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace NetGen.Formats;

/// <summary>The tensors of a safetensors file, floating-point ones as <see cref="float"/>.</summary>
/// <param name="Tensors">The tensors, in the order of the file.</param>
/// <param name="Metadata">The metadata.</param>
internal sealed record StateDict(ImmutableArray<StateTensor> Tensors, IReadOnlyDictionary<string, string> Metadata)
{
    // A network has at most 2000 layers, of a few tensors each.
    private const int MaxTensors = 20_000;

    /// <summary>Reads a file to its end.</summary>
    /// <exception cref="ImportException">It is not a valid safetensors file.</exception>
    public static StateDict Read(Stream stream) => FileProblem.Guard(() =>
    {
        List<TensorData> tensors = SafetensorsReader.Read(stream, out Dictionary<string, string> metadata);
        if (tensors.Count > MaxTensors) throw FileProblem.Of($"it has {tensors.Count} tensors.", $"at most {MaxTensors}.");
        return new StateDict([.. tensors.Select(tensor => new StateTensor(tensor.Name, tensor.DataType, tensor.Shape, Convert(tensor)))], metadata);
    });

    // Tensors of integers have no place in a network: what they are is said by their name and type.
    private static float[] Convert(TensorData tensor) =>
        WeightTypes.Find(tensor.DataType) is not null ? tensor.ToFloats()
        : tensor.DataType == "F64" ? Array.ConvertAll(tensor.Values<double>(), value => (float)value)
        : [];
}

/// <summary>A tensor of a state dict.</summary>
/// <param name="Name">The name.</param>
/// <param name="DataType">The element type in the file, as safetensors names it.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Values">The values as <see cref="float"/>; none of an element type that is not floating-point.</param>
internal sealed record StateTensor(string Name, string DataType, ImmutableArray<long> Shape, float[] Values)
{
    /// <summary>Whether the element type is one that weights are read from.</summary>
    public bool IsFloat => DataType == "F64" || WeightTypes.Find(DataType) is not null;

    /// <summary>The shape for a message: <c>F32 [10, 64]</c>.</summary>
    public string Description => $"{DataType} [{string.Join(", ", Shape)}]";
}
