using System;
using System.Collections.Generic;
using System.Collections.Immutable;

namespace NetGen.Formats.Onnx;

/// <summary>An activation that a function was found to be.</summary>
/// <param name="Activation">The activation.</param>
/// <param name="Alpha">Its parameter; 0 where it has none.</param>
/// <param name="Scale">What its argument is multiplied by first.</param>
/// <param name="Shift">What is then added to its argument.</param>
internal sealed record MatchedActivation(Activation Activation, float Alpha = 0, double Scale = 1, double Shift = 0);

/// <summary>
/// Finds which activation a function of one number is, by its values: whatever operators it is written with, and in whatever order, it is recognised, and
/// what differs from it at any of some hundred numbers is not taken for it. The values agree to the precision of the constants of 32 bits that exporters
/// write, also of small values: a sum with a small constant is none.
/// </summary>
internal static class ActivationMatching
{
    /// <summary>
    /// How far a function may be from an activation, relative to its value, or to its argument where that is the larger and less than 1: two units in the last
    /// place of 32-bit numbers. Where the activation is 0, the function has to be 0.
    /// </summary>
    public const double Tolerance = 2.5e-7;

    private static readonly (Activation Activation, Func<double, double> Function)[] _activations =
    [
        (Activation.ReLU, static x => Math.Max(0, x)),
        (Activation.Sigmoid, ActivationOperators.Sigmoid),
        (Activation.Tanh, Math.Tanh),
        (Activation.SELU, static x => 1.05070099 * (x > 0 ? x : 1.67326324 * (Math.Exp(x) - 1))),
        (Activation.GELU, ActivationOperators.Gelu),
        (Activation.GELUTanh, ActivationOperators.GeluTanh),
        (Activation.SiLU, static x => x * ActivationOperators.Sigmoid(x)),
        (Activation.Softplus, ActivationOperators.Softplus),
        (Activation.HardSigmoid, static x => ActivationOperators.HardSigmoid(x, 1.0 / 6, 0.5)),
        (Activation.HardSwish, static x => x * ActivationOperators.HardSigmoid(x, 1.0 / 6, 0.5)),
        (Activation.Mish, static x => x * Math.Tanh(ActivationOperators.Softplus(x))),
    ];

    /// <summary>The numbers at which functions are compared: dense where activations bend, and out to where 32-bit numbers end.</summary>
    public static ImmutableArray<double> Arguments { get; } = MakeArguments();

    private static int IndexOf(double argument) => Arguments.IndexOf(argument);

    /// <summary>Finds the activation.</summary>
    /// <param name="values">The values of the function at <see cref="Arguments"/>.</param>
    /// <returns>The activation; null if the function is none.</returns>
    public static MatchedActivation? Find(ReadOnlySpan<double> values)
    {
        // No sum and no product, however small, is left out.
        if (Matches(values, static x => x, tolerance: 0)) return new MatchedActivation(Activation.Identity);
        foreach ((Activation activation, Func<double, double> function) in _activations)
        {
            if (Matches(values, function)) return new MatchedActivation(activation);
        }

        double slope = -values[IndexOf(-1)];
        if (slope is > 0 and < 1 && Matches(values, x => x < 0 ? slope * x : x)) return new MatchedActivation(Activation.LeakyReLU, (float)slope);
        double alpha = -values[IndexOf(-80)];
        if (alpha > 0 && Matches(values, x => x < 0 ? alpha * (Math.Exp(x) - 1) : x)) return new MatchedActivation(Activation.ELU, (float)alpha);

        // A hard sigmoid of another slope is ours of an argument that is scaled.
        double middle = values[IndexOf(0)], steepness = (values[IndexOf(0.125)] - middle) / 0.125;
        if (steepness > 0 && Matches(values, x => ActivationOperators.HardSigmoid(x, steepness, middle)))
            return new MatchedActivation(Activation.HardSigmoid, 0, 6 * steepness, 6 * middle - 3);
        return null;
    }

    private static bool Matches(ReadOnlySpan<double> values, Func<double, double> function, double tolerance = Tolerance)
    {
        for (int i = 0; i < values.Length; i++)
        {
            // Where the graph overflows, what it gives is no part of the function.
            if (!double.IsFinite(values[i]) && Math.Abs(Arguments[i]) > 80) continue;
            double expected = function(Arguments[i]), size = expected == 0 ? 0 : Math.Max(Math.Min(1, Math.Abs(Arguments[i])), Math.Abs(expected));
            if (!(Math.Abs(values[i] - expected) <= tolerance * size)) return false;
        }

        return true;
    }

    private static ImmutableArray<double> MakeArguments()
    {
        var arguments = new SortedSet<double>();
        for (int i = -128; i <= 128; i++) arguments.Add(i / 8.0);
        for (int i = -40; i <= 40; i++) arguments.Add(2 * i);
        for (int exponent = -6; exponent <= 37; exponent++) arguments.UnionWith([Math.Pow(10, exponent), -Math.Pow(10, exponent)]);
        arguments.UnionWith([0, 2.9999, 3.0001, -2.9999, -3.0001]);
        return [.. arguments];
    }
}
