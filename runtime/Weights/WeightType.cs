namespace NetGen;

/// <summary>How weights are written to a file. Networks compute in <see cref="Float32"/>, whatever their file has.</summary>
public enum WeightType
{
    /// <summary>IEEE 754 binary32, exact; <c>F32</c> in safetensors.</summary>
    Float32,

    /// <summary>IEEE 754 binary16, half the size: 11 bits of precision, up to 65504; <c>F16</c> in safetensors.</summary>
    Float16,

    /// <summary>The upper half of binary32, half the size: 8 bits of precision, the range of binary32; <c>BF16</c> in safetensors.</summary>
    BFloat16,
}
