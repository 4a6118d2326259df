using System;
using System.Collections.Immutable;
using Digits;
using NetGen;

namespace Explain;

/// <summary>A way to explain predictions, by name, with its options chosen.</summary>
internal sealed record Method(string Name, Method.Attribute Explain)
{
    private const float Noise = 0.15f;
    private const int NoisySamples = 50;

    /// <summary>Writes the attribution of each pixel to the output of one digit.</summary>
    public delegate void Attribute(ReadOnlySpan<float> image, int digit, Span<float> attributions);

    /// <summary>The methods there are, all with a black image as the baseline.</summary>
    public static ImmutableArray<Method> All(Explainer explainer, float[] black, int steps)
    {
        var random = new SeededRandom(0);
        var window = new OcclusionWindow(imageWidth: 8, imageHeight: 8, width: 2, height: 2, stride: 1);
        return
        [
            new("Saliency", explainer.Saliency),
            new("SmoothGrad", (image, digit, attributions) =>
            {
                explainer.SmoothGrad(image, digit, Noise, NoisySamples, random, attributions);
                foreach (ref float attribution in attributions) attribution = Math.Abs(attribution);
            }),
            new("Gradient × input", explainer.GradientTimesInput),
            new("Integrated gradients", (image, digit, attributions) => explainer.IntegratedGradients(image, black, digit, steps, attributions)),
            new("Occlusion", (image, digit, attributions) => explainer.Occlusion(image, black, digit, attributions)),
            new("Occlusion, 2 × 2", (image, digit, attributions) => explainer.Occlusion(image, black, digit, window, attributions)),
        ];
    }

    /// <summary>The attributions to the digits the classifier decides for, [images][pixels].</summary>
    public float[][] ExplainAll(DigitClassifier classifier, Dataset images)
    {
        var attributions = new float[images.Count][];
        for (int i = 0; i < images.Count; i++)
        {
            attributions[i] = new float[images.FeatureCount];
            Explain(images.Sample(i), classifier.Predict(images.Sample(i)), attributions[i]);
        }

        return attributions;
    }
}
