using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>The ranges of the numbers of privacy accounting.</summary>
internal static class PrivacyArgument
{
    /// <summary>The largest order: the time of a divergence is in proportion to its order.</summary>
    public const double LargestOrder = 10_000;

    /// <summary>The smallest order: the closer it is to 1, the more digits the division by α − 1 loses.</summary>
    public const double SmallestOrder = 1.01;

    /// <summary>Requires a finite number above 0.</summary>
    public static double Positive(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && double.IsFinite(value))) Hyperparameter.Throw(name, value, "greater than 0 and finite");
        return value;
    }

    /// <summary>Requires a sampling rate, in (0, 1].</summary>
    public static double SamplingRate(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value <= 1)) Hyperparameter.Throw(name, value, "in (0, 1]");
        return value;
    }

    /// <summary>Requires a δ, in (0, 1).</summary>
    public static double Delta(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value > 0 && value < 1)) Hyperparameter.Throw(name, value, "in (0, 1)");
        return value;
    }

    /// <summary>Requires a number in a closed range.</summary>
    public static T Within<T>(T least, T most, T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : INumber<T>
    {
        if (!(value >= least && value <= most)) Hyperparameter.Throw(name, value, $"in [{least}, {most}]");
        return value;
    }
}
