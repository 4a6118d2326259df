using System;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen;

/// <summary>
/// Mean and scale of each feature, as learnt on the training samples: x ← (x − μ) / σ gives a network features of mean 0 and variance 1, with which gradient descent goes
/// equally fast in all directions (LeCun et al., "Efficient backprop", 1998, section 4.3).
/// </summary>
public sealed class Standardization
{
    private Standardization(ImmutableArray<float> means, ImmutableArray<float> scales) => (Means, Scales) = (means, scales);

    /// <summary>The mean μ of each feature.</summary>
    public ImmutableArray<float> Means { get; }

    /// <summary>The standard deviation σ of each feature, of the population; 1 for a feature that is the same in all samples.</summary>
    public ImmutableArray<float> Scales { get; }

    /// <summary>Learns means and scales. Learn them on training samples alone: those of a test would tell the network about the test.</summary>
    /// <param name="training">The samples, at least one.</param>
    /// <exception cref="ArgumentException">There are no samples.</exception>
    public static Standardization Learn(Dataset training)
    {
        ArgumentNullException.ThrowIfNull(training);
        if (training.Count == 0) throw new ArgumentException("The data set has no samples.", nameof(training));
        int features = training.FeatureCount;
        double[] means = new double[features], variances = new double[features];
        for (int sample = 0; sample < training.Count; sample++)
        {
            ReadOnlySpan<float> values = training.Sample(sample);
            for (int i = 0; i < features; i++) means[i] += values[i] / (double)training.Count;
        }

        for (int sample = 0; sample < training.Count; sample++)
        {
            ReadOnlySpan<float> values = training.Sample(sample);
            for (int i = 0; i < features; i++) variances[i] += (values[i] - means[i]) * (values[i] - means[i]) / training.Count;
        }

        return new([.. means.Select(mean => (float)mean)], [.. variances.Select((variance, i) => Scale(variance, means[i]))]);
    }

    /// <summary>A copy of the samples with standardised features; the targets are the same.</summary>
    /// <param name="data">The samples.</param>
    /// <exception cref="ArgumentException">The number of features is another.</exception>
    public Dataset Apply(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireFeatures(data.FeatureCount, nameof(data));
        float[] features = new float[data.Features.Length];
        for (int sample = 0; sample < data.Count; sample++) Apply(data.Sample(sample), features.AsSpan(sample * data.FeatureCount, data.FeatureCount));
        return data.WithFeatures(features);
    }

    /// <summary>Standardises one sample. Allocates nothing.</summary>
    /// <param name="sample">The sample, [features].</param>
    /// <param name="destination">Receives (x − μ) / σ, [features]; may be the sample itself.</param>
    /// <exception cref="ArgumentException">A length is another.</exception>
    public void Apply(ReadOnlySpan<float> sample, Span<float> destination)
    {
        RequireFeatures(sample.Length, nameof(sample));
        RequireFeatures(destination.Length, nameof(destination));
        for (int i = 0; i < sample.Length; i++) destination[i] = (sample[i] - Means[i]) / Scales[i];
    }

    /// <summary>
    /// Gives mean and scale to a network whose first layer is <see cref="StandardizeAttribute">[Standardize]</see>: from then on it takes raw features, in training as in inference,
    /// and so does any file of its weights.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <exception cref="ArgumentException">The first layer is another, or takes another number of features; nothing has changed.</exception>
    public void CopyTo(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        TensorInfo mean = network.Info.Tensors[0];
        if (mean.IsTrained || !mean.Name.EndsWith(".mean", StringComparison.Ordinal))
            throw new ArgumentException($"The first layer of {network.Info.Name} does not standardise its input.", nameof(network));
        RequireFeatures(mean.Count, nameof(network));
        network.SetTensor(mean.Name, Means.AsSpan());
        network.SetTensor(network.Info.Tensors[1].Name, Scales.AsSpan());
    }

    /// <summary>
    /// Builds the standardisation into the first layer of a network that was trained on standardised features, W ← W / σ and b ← b − W·(μ / σ), computed in double: from
    /// then on it takes raw features, at no cost, and so does any file of its weights.
    /// </summary>
    /// <param name="network">The network. Its first two tensors are a weight [units, features] and a bias [units], as those of a dense layer with a bias.</param>
    /// <exception cref="ArgumentException">The first layer is another or has no bias, or takes another number of features; nothing has changed.</exception>
    public void FoldInto(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        ImmutableArray<TensorInfo> tensors = network.Info.Tensors;
        if (tensors.Length < 2 || tensors[0].Shape.Length != 2 || tensors[1].Shape.Length != 1 || tensors[0].Shape[0] != tensors[1].Shape[0])
            throw new ArgumentException($"The first layer of {network.Info.Name} is no dense layer with a bias.", nameof(network));
        RequireFeatures(tensors[0].Shape[1], nameof(network));

        float[] weights = network.GetTensor(tensors[0].Name), biases = network.GetTensor(tensors[1].Name);
        for (int unit = 0; unit < biases.Length; unit++)
        {
            double shift = 0;
            for (int i = 0; i < Means.Length; i++)
            {
                double weight = weights[unit * Means.Length + i] / (double)Scales[i];
                shift += weight * Means[i];
                weights[unit * Means.Length + i] = (float)weight;
            }

            biases[unit] = (float)(biases[unit] - shift);
        }

        if (Finite.IndexOfNonFinite(weights) >= 0 || Finite.IndexOfNonFinite(biases) >= 0)
            throw new ArgumentException($"A weight of {network.Info.Name} would not be finite.", nameof(network));
        network.SetTensor(tensors[0].Name, weights);
        network.SetTensor(tensors[1].Name, biases);
    }

    // What rounding leaves of the variance of equal values is none.
    private static float Scale(double variance, double mean)
    {
        double deviation = Math.Sqrt(variance);
        return deviation > 1e-7 * Math.Abs(mean) && (float)deviation > 0 ? (float)deviation : 1f;
    }

    private void RequireFeatures(int count, string parameter)
    {
        if (count != Means.Length) throw new ArgumentException($"There are {Means.Length} standardised features, and {count} are given.", parameter);
    }
}
