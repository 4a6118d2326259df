using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

/// <summary>What dropout drops in a pass, as a function of the sample, the layer and the unit: nothing is stored.</summary>
/// <param name="seed">The seed, or null to drop nothing.</param>
public readonly struct DropoutMasks(ulong? seed)
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    private readonly ulong _seed = seed ?? 0;

    /// <summary>Whether anything is dropped.</summary>
    public bool AreOn { get; } = seed.HasValue;

    /// <summary>The masks of the samples from <paramref name="start"/> on.</summary>
    /// <param name="start">The index of a sample.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DropoutMasks From(int start) => new(AreOn ? _seed + (ulong)start : null);

    /// <summary>The 64 bits that the units of a sample in a layer are drawn from.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong Key(nuint sample, uint layer)
    {
        ulong state = unchecked((_seed + sample) * GoldenRatio + layer);
        return SeededRandom.SplitMix64(ref state);
    }
}
