using System;

namespace NetGen;

/// <summary>
/// The importance of features for a network's score on a data set: how much the score falls when the values of one feature are put into random order among
/// the samples, so that they say nothing of the targets any more (Breiman, "Random forests", Machine Learning 45, 2001; for any model and loss, Fisher, Rudin
/// and Dominici, "All models are wrong, but many are useful", Journal of Machine Learning Research 20, 2019).
/// </summary>
public static class PermutationImportance
{
    /// <summary>Measures the importance of each feature, score − score with the feature permuted, several times.</summary>
    /// <example><code>FeatureImportance[] importances = PermutationImportance.Measure(test, network.Accuracy, repeats: 10, seed: 1);</code></example>
    /// <remarks>
    /// Features that say the same stand in for one another, and each may seem of no importance. Scores are computed repeats × FeatureCount + 1 times.
    /// </remarks>
    /// <param name="data">The samples, at least two; those of a test set, to learn what generalises.</param>
    /// <param name="score">
    /// The score of the network on a data set, where more is better: <c>network.Accuracy</c>, <c>network.RSquared</c> or, for a loss,
    /// <c>samples => -network.MeanLoss&lt;CrossEntropy&gt;(samples)</c>. The data set it is given changes after the call.
    /// </param>
    /// <param name="repeats">The permutations of each feature, at least 1.</param>
    /// <param name="seed">The seed of the permutations: the same one gives the same everywhere.</param>
    /// <returns>The importances, [FeatureCount].</returns>
    /// <exception cref="ArgumentNullException"><paramref name="data"/> or <paramref name="score"/> is null.</exception>
    /// <exception cref="ArgumentException">There are fewer than two samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="repeats"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">A score is NaN or infinite.</exception>
    public static FeatureImportance[] Measure(Dataset data, Func<Dataset, float> score, int repeats, int seed)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(score);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        if (data.Count < 2) throw new ArgumentException($"Expected at least 2 samples to permute, got {data.Count}.", nameof(data));

        float[] features = data.Features.ToArray();
        Dataset permuted = data.WithFeatures(features);
        double whole = Score(score, permuted, "as they are");
        var random = new SeededRandom(seed);
        var order = new int[data.Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;

        var importances = new FeatureImportance[data.FeatureCount];
        var falls = new double[repeats];
        for (int feature = 0; feature < importances.Length; feature++)
        {
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                random.Shuffle(order);
                SetColumn(data, feature, order, features);
                falls[repeat] = whole - Score(score, permuted, $"with feature {feature} permuted");
            }

            order.Sort();
            SetColumn(data, feature, order, features);
            importances[feature] = Summarise(falls);
        }

        return importances;
    }

    private static double Score(Func<Dataset, float> score, Dataset data, string how)
    {
        float value = score(data);
        return float.IsFinite(value) ? value : throw new InvalidOperationException($"The score of the samples {how} is {value}.");
    }

    /// <summary>Gives sample i the feature of sample order[i].</summary>
    private static void SetColumn(Dataset data, int feature, int[] order, float[] features)
    {
        for (int i = 0; i < order.Length; i++) features[i * data.FeatureCount + feature] = data.Features[order[i] * data.FeatureCount + feature];
    }

    private static FeatureImportance Summarise(double[] falls)
    {
        double mean = 0, variance = 0;
        foreach (double fall in falls) mean += fall / falls.Length;
        foreach (double fall in falls) variance += (fall - mean) * (fall - mean) / falls.Length;
        return new FeatureImportance(mean, Math.Sqrt(variance));
    }
}
