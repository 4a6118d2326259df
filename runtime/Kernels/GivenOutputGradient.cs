using System;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

/// <summary>Stands where a loss is expected when the caller gives dL/doutput as the target.</summary>
public readonly struct GivenOutputGradient : ILoss
{
    /// <summary>Requires a length of the given gradient, and returns it.</summary>
    /// <param name="outputGradient">dL/doutput of one sample or of a batch.</param>
    /// <param name="expected">Its length.</param>
    /// <param name="name">What the caller calls it.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReadOnlySpan<float> Check(ReadOnlySpan<float> outputGradient, int expected, string name)
    {
        Guard.Length(outputGradient.Length, expected, name);
        return outputGradient;
    }

    /// <summary>Hands the given gradient on; the loss itself is not known.</summary>
    /// <param name="output">Not used.</param>
    /// <param name="target">dL/doutput, [outputs].</param>
    /// <param name="outputGradient">Receives it.</param>
    /// <returns>0.</returns>
    public float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> outputGradient)
    {
        target.CopyTo(outputGradient);
        return 0f;
    }
}
