using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Reference;

namespace NetGen.Tests.Generated;

/// <summary>Draws architectures: awkward sizes, every activation inside and at the end, depths of 1 to 5.</summary>
internal static class RandomArchitecture
{
    private static readonly int[] s_sizes = [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33, 40, 47, 48, 49, 63, 64, 65, 66, 67, 96, 97, 100];
    private static readonly int[] s_wideSizes = [127, 128, 130, 192, 200, 257];
    private static readonly Activation[] s_activations = Enum.GetValues<Activation>();

    /// <summary>The seed of this run: that of the environment variable NETGEN_SEED, if it is set.</summary>
    public static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("NETGEN_SEED"), out int seed) ? seed : Random.Shared.Next(1_000_000);

    /// <summary>So many architectures, the same for the same seed; the output's activation takes every value in turn.</summary>
    public static IReadOnlyList<Architecture> Draw(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(index => Draw(random, $"Net{index:D3}", s_activations[index % s_activations.Length]))];
    }

    private static Architecture Draw(Random random, string name, Activation output)
    {
        var layers = new DenseLayer[1 + random.Next(5)];
        for (int index = 0; index < layers.Length; index++)
        {
            bool isLast = index == layers.Length - 1;
            Activation activation = isLast ? output : DrawHidden(random);
            layers[index] = new DenseLayer(
                Math.Max(Size(random), ReferenceActivation.IsOverLayer(activation) ? 2 : 1),
                activation,
                DrawAlpha(random, activation),
                UseBias: random.Next(5) != 0,
                Name: random.Next(5) == 0 ? $"hidden{index}" : null)
            {
                Dropout = random.Next(5) == 0 ? random.GetItems([0f, 0.1f, 0.5f], 1)[0] : null,
            };
        }

        return new Architecture(name, Size(random), [.. layers]) { Standardizes = random.Next(5) == 0 };
    }

    private static int Size(Random random) => random.Next(25) == 0 ? random.GetItems(s_wideSizes, 1)[0] : random.GetItems(s_sizes, 1)[0];

    // Softmax inside a network is allowed, but rare: it levels everything that comes after it.
    private static Activation DrawHidden(Random random)
    {
        Activation activation = random.GetItems(s_activations, 1)[0];
        return ReferenceActivation.IsOverLayer(activation) && random.Next(2) == 0 ? Activation.Tanh : activation;
    }

    private static float? DrawAlpha(Random random, Activation activation) => activation switch
    {
        Activation.LeakyReLU when random.Next(2) == 0 => random.GetItems([0f, 0.125f, 0.3f, 1f], 1)[0],
        Activation.ELU when random.Next(2) == 0 => random.GetItems([0.25f, 0.7f, 2f], 1)[0],
        _ => null,
    };
}
