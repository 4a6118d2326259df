using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The ranges of the numbers that training is set up with.</summary>
internal static class Hyperparameter
{
    /// <summary>Requires a finite number above 0.</summary>
    public static float Positive(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(float.IsFinite(value) && value > 0)) Throw(name, value, "greater than 0 and finite");
        return value;
    }

    /// <summary>Requires a finite number of 0 or more.</summary>
    public static float NotNegative(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(float.IsFinite(value) && value >= 0)) Throw(name, value, "at least 0 and finite");
        return value;
    }

    /// <summary>Requires a decay rate: a number in [0, 1).</summary>
    public static float Decay(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && value < 1)) Throw(name, value, "in [0, 1)");
        return value;
    }

    /// <summary>Requires a part of a whole: a number from 0 to 1.</summary>
    public static float Fraction(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && value <= 1)) Throw(name, value, "from 0 to 1");
        return value;
    }

    /// <summary>Requires the number of a step and its learning rate, which may be 0 at the end of a schedule.</summary>
    public static void RequireStep(long step, float learningRate)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        NotNegative(learningRate);
    }

    /// <summary>Throws that a number is out of its range.</summary>
    [DoesNotReturn]
    public static void Throw<T>(string name, T value, string range) =>
        throw new ArgumentOutOfRangeException(name, value, $"Expected a number {range}, got {value}.");
}
