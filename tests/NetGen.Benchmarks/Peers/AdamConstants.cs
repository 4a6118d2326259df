using System;

namespace NetGen.Benchmarks.Peers;

/// <summary>The constants of Adam, and what a step makes of them, for the competitors that write Adam themselves.</summary>
internal static class AdamConstants
{
    public const float Beta1 = 0.9f;
    public const float Beta2 = 0.999f;
    public const float Epsilon = 1e-8f;

    /// <summary>η / (1 − β₁ᵗ), the learning rate that m is multiplied with in step t.</summary>
    public static float Rate(float learningRate, int step) => (float)(learningRate / (1 - Math.Pow(Beta1, step)));

    /// <summary>1 / √(1 − β₂ᵗ), the factor of √v in step t.</summary>
    public static float RootScale(int step) => (float)(1 / Math.Sqrt(1 - Math.Pow(Beta2, step)));
}
