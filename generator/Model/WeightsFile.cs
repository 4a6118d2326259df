namespace NetGen.Generator.Model;

/// <summary>What a file of weights has, by its header, which the build reads before the compiler runs.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value. The values of the weights are no part of it.</remarks>
/// <param name="Name">The name by which the project and the attribute know it.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Fingerprint">The architecture it says it is of; null if it says none.</param>
/// <param name="Tensors">Its tensors.</param>
internal sealed record WeightsFile(string Name, long Length, string? Fingerprint, EquatableArray<WeightsTensor> Tensors);

/// <summary>A tensor in a file of weights.</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">Its element type, as safetensors has it: <c>F32</c>.</param>
/// <param name="Shape">Its sizes, separated by a comma and a space.</param>
/// <param name="Offset">Where its values begin in the file, in bytes.</param>
internal sealed record WeightsTensor(string Name, string DataType, string Shape, long Offset)
{
    /// <summary>Type and shape: <c>F32 [32, 64]</c>.</summary>
    public string Description => $"{DataType} [{Shape}]";
}
