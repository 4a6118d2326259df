using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The ranges of the numbers that schedules are made and asked with.</summary>
internal static class ScheduleArgument
{
    /// <summary>Requires at least so many steps or epochs.</summary>
    public static long AtLeast(long least, long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least) Throw(name, value, $"of {least} or more");
        return value;
    }

    /// <summary>Requires a factor in (0, 1].</summary>
    public static float Factor(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value <= 1)) Throw(name, value, "in (0, 1]");
        return value;
    }

    /// <summary>Requires a factor in [0, 1], which may end at 0.</summary>
    public static float EndFactor(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && value <= 1)) Throw(name, value, "in [0, 1]");
        return value;
    }

    /// <summary>Requires a part in (0, 1) of a whole.</summary>
    public static float Part(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value < 1)) Throw(name, value, "in (0, 1)");
        return value;
    }

    /// <summary>Requires a finite divisor of 1 or more.</summary>
    public static float Divisor(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 1 && float.IsFinite(value))) Throw(name, value, "of 1 or more and finite");
        return value;
    }

    /// <summary>Requires the arguments of <see cref="LearningRateSchedule.LearningRate"/>.</summary>
    public static void RequireStep(long step, float initial)
    {
        AtLeast(0, step);
        Hyperparameter.Positive(initial);
    }

    [DoesNotReturn]
    private static void Throw<T>(string name, T value, string range) =>
        throw new ArgumentOutOfRangeException(name, value, $"Expected a number {range}, got {value}.");
}
