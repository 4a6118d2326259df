using System;
using System.Linq;

namespace NetGen;

/// <summary>The weights of samples.</summary>
public sealed partial class Dataset
{
    private readonly ReadOnlyMemory<float> _weights;

    /// <summary>The weights of the samples, [Count]; empty if they have none, and then each counts as 1.</summary>
    public ReadOnlySpan<float> Weights => _weights.Span;

    /// <summary>Whether the samples have weights.</summary>
    public bool IsWeighted => !_weights.IsEmpty;

    /// <summary>
    /// The same samples with weights, in place of those they may have: in training the loss of a batch of n samples is 1/n Σ wᵢ·Lᵢ, so that a sample of weight
    /// 2 counts as two of them in its place, and one of weight 0 teaches nothing. Where a mean loss is reported on samples that nothing is learnt from, it is
    /// Σ wᵢ·Lᵢ / Σ wᵢ; accuracies and other measures take no notice of weights. Parts and copies of the data keep them.
    /// </summary>
    /// <param name="weights">One for each sample, finite and not negative. They are used where they are, and must not change.</param>
    /// <exception cref="ArgumentException">There are not as many as samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public Dataset WithWeights(ReadOnlyMemory<float> weights)
    {
        if (weights.Length != Count) throw new ArgumentException($"{Count} samples need as many weights; there are {weights.Length}.", nameof(weights));
        ReadOnlySpan<float> values = weights.Span;
        for (int i = 0; i < values.Length; i++) RequireWeight(values[i], $"sample {i}", nameof(weights));
        return With(_features, _targets, weights, Count);
    }

    /// <summary>The same samples with the weights of their classes, as <see cref="WithWeights"/> describes.</summary>
    /// <param name="weights">One for each class, finite and not negative; as many as the largest class of a sample asks for, or more.</param>
    /// <exception cref="ArgumentException">A sample is of a class that has no weight.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The data set was not made from class labels.</exception>
    public Dataset WithClassWeights(ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < weights.Length; i++) RequireWeight(weights[i], $"class {i}", nameof(weights));
        float[] ofSamples = new float[Count];
        for (int i = 0; i < ofSamples.Length; i++)
        {
            int label = Label(i);
            if (label >= weights.Length)
                throw new ArgumentException($"Sample {i} is of class {label}; there are weights for {weights.Length} classes.", nameof(weights));
            ofSamples[i] = weights[label];
        }

        return With(_features, _targets, ofSamples, Count);
    }

    /// <summary>
    /// The same samples with weights by which each class counts the same: n / (k·nᵢ) for a class that nᵢ of the n samples are of, where k classes have any.
    /// Their mean is 1. These are the weights that scikit-learn calls "balanced".
    /// </summary>
    /// <exception cref="InvalidOperationException">The data set was not made from class labels.</exception>
    public Dataset WithBalancedClassWeights()
    {
        int[] counts = new int[Enumerable.Range(0, Count).Select(Label).DefaultIfEmpty(-1).Max() + 1];
        for (int i = 0; i < Count; i++) counts[Label(i)]++;
        int classes = counts.Count(count => count > 0);
        return WithClassWeights(counts.Select(count => count == 0 ? 0f : (float)(Count / ((double)classes * count))).ToArray());
    }

    /// <summary>The samples with targets of which each is the weight and then the target, as <see cref="WeightedLoss{TLoss}"/> takes them.</summary>
    internal Dataset WithWeightsInTargets()
    {
        float[] targets = new float[checked(Count * (TargetSize + 1))];
        for (int i = 0; i < Count; i++)
        {
            Span<float> target = targets.AsSpan(i * (TargetSize + 1), TargetSize + 1);
            target[0] = Weights[i];
            Target(i).CopyTo(target[1..]);
        }

        return new Dataset(_features, FeatureCount, targets, TargetSize + 1, isClassLabelled: false, Count, weights: default);
    }

    private static void RequireWeight(float weight, string owner, string parameter)
    {
        if (!(float.IsFinite(weight) && weight >= 0f))
            throw new ArgumentOutOfRangeException(parameter, weight, $"Expected a weight of {owner} that is at least 0 and finite, got {weight}.");
    }
}
