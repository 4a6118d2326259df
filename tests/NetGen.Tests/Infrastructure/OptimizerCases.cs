using System;
using System.Collections.Generic;

namespace NetGen.Tests.Infrastructure;

/// <summary>Every update rule, by name.</summary>
internal static class OptimizerCases
{
    public static IReadOnlyList<string> Names { get; } =
        [nameof(Sgd), nameof(Momentum), nameof(Nesterov), nameof(AdaGrad), nameof(RmsProp), nameof(Adam), nameof(AdamW)];

    public static IOptimizer Create(string name) => name switch
    {
        nameof(Sgd) => new Sgd(0.01f),
        nameof(Momentum) => new Momentum(0.01f),
        nameof(Nesterov) => new Nesterov(0.01f),
        nameof(AdaGrad) => new AdaGrad(0.01f),
        nameof(RmsProp) => new RmsProp(0.01f),
        nameof(Adam) => new Adam(0.01f),
        nameof(AdamW) => new AdamW(0.01f),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not an update rule."),
    };
}
