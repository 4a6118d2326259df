using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The ranges of the numbers that schedules are made and asked with.</summary>
internal static class ScheduleArgument
{
    /// <summary>Requires at least so many steps or epochs.</summary>
    public static long AtLeast(long least, long value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least) Hyperparameter.Throw(name, value, $"of {least} or more");
        return value;
    }

    /// <summary>Requires a factor in (0, 1].</summary>
    public static float Factor(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value <= 1)) Hyperparameter.Throw(name, value, "in (0, 1]");
        return value;
    }

    /// <summary>Requires a part in (0, 1) of a whole.</summary>
    public static float Part(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value < 1)) Hyperparameter.Throw(name, value, "in (0, 1)");
        return value;
    }

    /// <summary>Requires a finite divisor of 1 or more.</summary>
    public static float Divisor(float value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 1 && float.IsFinite(value))) Hyperparameter.Throw(name, value, "of 1 or more and finite");
        return value;
    }

    /// <summary>Requires the arguments of <see cref="LearningRateSchedule.LearningRate"/>.</summary>
    public static void RequireStep(long step, float initial)
    {
        AtLeast(0, step);
        Hyperparameter.Positive(initial);
    }
}
