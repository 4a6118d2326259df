using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

/// <summary>From outputs to classes.</summary>
public static class Decision
{
    /// <summary>The index of the largest value, the first of equals.</summary>
    /// <param name="values">The outputs, at least one.</param>
    /// <param name="input">The sample they come from, for the message.</param>
    /// <exception cref="ArgumentException">A value is NaN or infinite, which softmax would make NaN of.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int ArgMax(ReadOnlySpan<float> values, ReadOnlySpan<float> input)
    {
        int best = 0;
        float largest = float.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            if (!float.IsFinite(value)) ThrowNotFinite(input);
            if (value > largest) (best, largest) = (i, value);
        }

        return best;
    }

    /// <summary>1 where the value is at least the threshold, else 0.</summary>
    /// <exception cref="ArgumentException">The value is NaN.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int AtLeast(float value, float threshold, ReadOnlySpan<float> input)
    {
        if (float.IsNaN(value)) ThrowNotFinite(input);
        return value >= threshold ? 1 : 0;
    }

    /// <summary>1 where the value is above the threshold, else 0.</summary>
    /// <exception cref="ArgumentException">The value is NaN.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Above(float value, float threshold, ReadOnlySpan<float> input)
    {
        if (float.IsNaN(value)) ThrowNotFinite(input);
        return value > threshold ? 1 : 0;
    }

    [DoesNotReturn]
    private static void ThrowNotFinite(ReadOnlySpan<float> input)
    {
        for (int i = 0; i < input.Length; i++)
        {
            if (!float.IsFinite(input[i])) throw new ArgumentException($"The output is not finite: value {i} of the input is {input[i]}.", nameof(input));
        }

        throw new ArgumentException("The output is not finite, though the input is: the parameters are not, or overflow.", nameof(input));
    }
}
