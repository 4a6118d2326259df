using System;

namespace NetGen;

/// <summary>What is written to a file of weights, and how.</summary>
public sealed record SaveOptions
{
    /// <summary>
    /// The type of the weights in the file; half the size for <see cref="WeightType.Float16"/> and <see cref="WeightType.BFloat16"/>. What training leaves alone, as the mean and
    /// scale of the inputs, is always written as <see cref="WeightType.Float32"/>.
    /// </summary>
    public WeightType Type { get; init; }

    /// <summary>
    /// Samples that the file carries with what the network makes of them, [n × InputSize], so that it can be checked wherever it runs next (see <see cref="SelfCheckReport"/>); none
    /// unless given.
    /// </summary>
    public ReadOnlyMemory<float> SelfCheckInputs { get; init; }
}

/// <summary>What was written.</summary>
/// <param name="Bytes">The size of the file.</param>
/// <param name="LargestError">The largest difference between a weight and what the file has for it; 0 for <see cref="WeightType.Float32"/>.</param>
/// <param name="Tensor">The tensor with that error; null where there is none.</param>
public readonly record struct SaveReport(long Bytes, float LargestError, string? Tensor);
