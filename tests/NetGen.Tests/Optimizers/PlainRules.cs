using System;
using System.Collections.Generic;

namespace NetGen.Tests.Optimizers;

/// <summary>The formulas of the papers, for one parameter, in double: what each optimiser is compared with.</summary>
internal static class PlainRules
{
    /// <summary>Applies step t to a parameter with gradient g and its states, all zero before the first.</summary>
    public delegate double Step(double parameter, double g, double[] state, int t, double rate);

    public static readonly Dictionary<string, (IOptimizer Optimizer, int States, Step Step)> All = new()
    {
        ["Sgd"] = (new Sgd(0.1f), 0, (p, g, _, _, rate) => p - rate * g),
        ["Momentum"] = (new Momentum(0.1f, 0.8f), 1, (p, g, s, _, rate) => p - rate * (s[0] = 0.8f * s[0] + g)),
        ["Nesterov"] = (new Nesterov(0.1f, 0.8f), 1, (p, g, s, _, rate) =>
        {
            s[0] = 0.8f * s[0] + g;
            return p - rate * (g + 0.8f * s[0]);
        }
        ),
        ["AdaGrad"] = (new AdaGrad(0.1f, 1e-2f), 1, (p, g, s, _, rate) =>
        {
            s[0] += g * g;
            return p - rate * g / (Math.Sqrt(s[0]) + 1e-2f);
        }
        ),
        ["RmsProp"] = (new RmsProp(0.1f, 0.8f, 1e-2f), 1, (p, g, s, _, rate) =>
        {
            s[0] = 0.8f * s[0] + (1 - (double)0.8f) * g * g;
            return p - rate * g / (Math.Sqrt(s[0]) + 1e-2f);
        }
        ),
        ["Adam"] = (new Adam(0.1f, 0.8f, 0.95f, 1e-2f), 2, (p, g, s, t, rate) => p - AdamStep(g, s, t, rate)),
        ["AdamW"] = (new AdamW(0.1f, 0.8f, 0.95f, 1e-2f, 0.3f), 2, (p, g, s, t, rate) => p - rate * 0.3f * p - AdamStep(g, s, t, rate)),
    };

    private static double AdamStep(double g, double[] s, int t, double rate)
    {
        const double Beta1 = 0.8f, Beta2 = 0.95f;
        s[0] = Beta1 * s[0] + (1 - Beta1) * g;
        s[1] = Beta2 * s[1] + (1 - Beta2) * g * g;
        double mean = s[0] / (1 - Math.Pow(Beta1, t));
        double square = s[1] / (1 - Math.Pow(Beta2, t));
        return rate * mean / (Math.Sqrt(square) + 1e-2f);
    }
}
