using System;
using System.Linq;

namespace NetGen.Formats.Tests.Infrastructure;

/// <summary>Networks for tests, the same for the same seed.</summary>
internal static class Models
{
    public static DenseLayer Dense(Random random, string name, int inputs, int units, Activation activation, bool hasBias = true, float? alpha = null) =>
        new(name, inputs, units, activation, Values(random, inputs * units, 1.5 / Math.Sqrt(inputs)), hasBias ? Values(random, units, 0.5) : null)
        {
            Alpha = alpha ?? new ActivationChoice(activation).Alpha,
        };

    /// <summary>Values about 0.</summary>
    public static float[] Values(Random random, int count, double scale) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2 * scale))];

    /// <summary>A standardisation of the input, dropout, a layer without bias, a name of its own, and a parameter that is not the usual one.</summary>
    public static NetworkModel Varied(int seed = 1, string name = "Varied")
    {
        var random = new Random(seed);
        return new NetworkModel(name, 5,
        [
            new StandardizeLayer("standardize1", Values(random, 5, 3), [.. Values(random, 5, 1).Select(value => Math.Abs(value) + 0.1f)]),
            Dense(random, "hidden", 5, 17, Activation.LeakyReLU, alpha: 0.2f),
            new DropoutLayer("dropout1", 0.25f),
            Dense(random, "dense1", 17, 6, Activation.GELU, hasBias: false),
            Dense(random, "dense2", 6, 3, Activation.Softmax),
        ]);
    }
}
