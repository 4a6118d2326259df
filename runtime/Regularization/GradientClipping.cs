using System;

namespace NetGen;

/// <summary>A bound on the gradients of a step, so that one bad batch cannot throw training off.</summary>
public sealed record GradientClipping
{
    private GradientClipping(float maxValue, float maxNorm) => (MaxValue, MaxNorm) = (maxValue, maxNorm);

    /// <summary>The most that the magnitude of one gradient may be; infinite if there is no such bound.</summary>
    public float MaxValue { get; }

    /// <summary>The most that the norm of all gradients together may be; infinite if there is no such bound.</summary>
    public float MaxNorm { get; }

    /// <summary>g ← min(max, max(−max, g)) for each gradient by itself.</summary>
    /// <param name="maxValue">The most that the magnitude of a gradient may be, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public static GradientClipping ByValue(float maxValue) => new(Hyperparameter.Positive(maxValue), float.PositiveInfinity);

    /// <summary>
    /// g ← g·max / ‖g‖ where the norm ‖g‖ of all gradients together is above max: their direction stays (Pascanu, Mikolov and Bengio, "On the difficulty of
    /// training recurrent neural networks", 2013).
    /// </summary>
    /// <param name="maxNorm">The most that the Euclidean norm may be, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is out of its range.</exception>
    public static GradientClipping ByGlobalNorm(float maxNorm) => new(float.PositiveInfinity, Hyperparameter.Positive(maxNorm));
}
