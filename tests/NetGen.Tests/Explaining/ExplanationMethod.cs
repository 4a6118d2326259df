using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Explaining;

/// <summary>The methods of <see cref="Explainer"/>, with a baseline of zeros and ordinary options, by name.</summary>
internal static class ExplanationMethod
{
    public delegate void Explain(ReadOnlySpan<float> input, int output, Span<float> attributions);

    public static TheoryData<string> Names =>
    [
        nameof(Explainer.Saliency), nameof(Explainer.GradientTimesInput), nameof(Explainer.IntegratedGradients), nameof(Explainer.SmoothGrad),
        nameof(Explainer.Occlusion),
    ];

    public static Explain Create(string name, INetwork network)
    {
        var explainer = new Explainer(network);
        float[] zeros = new float[network.Info.InputSize];
        var random = new SeededRandom(5);
        return name switch
        {
            nameof(Explainer.Saliency) => explainer.Saliency,
            nameof(Explainer.GradientTimesInput) => explainer.GradientTimesInput,
            nameof(Explainer.IntegratedGradients) => (input, output, attributions) =>
                explainer.IntegratedGradients(input, zeros, output, steps: 41, attributions),
            nameof(Explainer.SmoothGrad) => (input, output, attributions) =>
                explainer.SmoothGrad(input, output, standardDeviation: 0.1f, samples: 41, random, attributions),
            nameof(Explainer.Occlusion) => (input, output, attributions) => explainer.Occlusion(input, zeros, output, attributions),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    /// <summary>The attributions of a method, in an array of their own.</summary>
    public static float[] Run(string name, INetwork network, float[] input, int output)
    {
        var attributions = new float[input.Length];
        Create(name, network)(input, output, attributions);
        return attributions;
    }

    /// <summary>Values in −1..1.</summary>
    public static float[] Values(int count, int seed)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextSingle() - 1)];
    }
}
