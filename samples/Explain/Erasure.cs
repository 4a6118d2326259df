using System;
using Digits;
using NetGen;

namespace Explain;

/// <summary>
/// A test of attributions: where they are right, the classifier loses its decision when the pixels they name are erased (Samek et al., "Evaluating the
/// visualization of what a deep neural network has learned", IEEE Transactions on Neural Networks and Learning Systems 28, 2017).
/// </summary>
internal static class Erasure
{
    /// <summary>The mean probability of the digits decided for, after so many pixels of the greatest attributions have been made black.</summary>
    public static double MeanProbability(DigitClassifier classifier, Dataset images, float[][] attributions, int pixels)
    {
        Span<float> output = stackalloc float[DigitClassifier.OutputSize];
        double sum = 0;
        for (int i = 0; i < images.Count; i++)
        {
            int digit = classifier.Predict(images.Sample(i));
            float[] erased = images.Sample(i).ToArray();
            foreach (int pixel in Ranking.Greatest(attributions[i], pixels)) erased[pixel] = 0f;
            classifier.Forward(erased, output);
            sum += output[digit];
        }

        return sum / images.Count;
    }

    /// <summary>Attributions that say nothing, for comparison.</summary>
    public static float[][] RandomAttributions(Dataset images, int seed)
    {
        var random = new SeededRandom(seed);
        var attributions = new float[images.Count][];
        for (int i = 0; i < attributions.Length; i++)
        {
            attributions[i] = new float[images.FeatureCount];
            foreach (ref float attribution in attributions[i].AsSpan()) attribution = random.NextSingle();
        }

        return attributions;
    }
}
