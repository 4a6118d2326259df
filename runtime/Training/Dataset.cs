using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Samples and their targets: two flat row-major arrays, one row a sample. The arrays are used where they are, not copied, and must not change
/// while the data set is in use.
/// </summary>
public sealed partial class Dataset
{
    /// <summary>The largest class index: a float holds every integer up to 2²⁴ exactly.</summary>
    public const int MaxClass = 1 << 24;

    private readonly ReadOnlyMemory<float> _features;
    private readonly ReadOnlyMemory<float> _targets;

    /// <summary>Makes a data set of samples with targets of one or more values each.</summary>
    /// <param name="features">The samples, [samples × featureCount], one after another.</param>
    /// <param name="featureCount">The values of one sample, at least 1.</param>
    /// <param name="targets">The targets, [samples × targetSize], in the order of the samples.</param>
    /// <param name="targetSize">The values of one target, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a value is NaN or infinite.</exception>
    public Dataset(ReadOnlyMemory<float> features, int featureCount, ReadOnlyMemory<float> targets, int targetSize)
        : this(features, featureCount, targets, targetSize, isClassLabelled: false, CountSamples(features, featureCount), weights: default)
    {
        RequireFinite(features.Span, featureCount, nameof(features), "feature");
        RequireFinite(targets.Span, targetSize, nameof(targets), "target");
    }

    /// <summary>
    /// Makes a data set of samples that belong to classes. Each target is one value, the index of the class, as <see cref="CrossEntropy"/>,
    /// <see cref="Hinge"/> and <see cref="SquaredHinge"/> take it for several outputs, and <see cref="BinaryCrossEntropy"/> for one. For one output the
    /// hinge losses want −1 and 1 instead, which are given as targets.
    /// </summary>
    /// <param name="features">The samples, [samples × featureCount], one after another.</param>
    /// <param name="featureCount">The values of one sample, at least 1.</param>
    /// <param name="labels">The class of each sample, [samples], from 0 to <see cref="MaxClass"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit one another, a feature is NaN or infinite, or a label is outside its range.</exception>
    public Dataset(ReadOnlyMemory<float> features, int featureCount, ReadOnlySpan<int> labels)
        : this(features, featureCount, ToTargets(labels), 1, isClassLabelled: true, CountSamples(features, featureCount), weights: default) =>
        RequireFinite(features.Span, featureCount, nameof(features), "feature");

    private Dataset(
        ReadOnlyMemory<float> features,
        int featureCount,
        ReadOnlyMemory<float> targets,
        int targetSize,
        bool isClassLabelled,
        int count,
        ReadOnlyMemory<float> weights)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(targetSize, 1);
        if (targets.Length != (long)count * targetSize)
        {
            string parameter = isClassLabelled ? "labels" : nameof(targets);
            throw new ArgumentException($"{count} samples need {targetSize} values here for each; there are {targets.Length} values in all.", parameter);
        }

        (_features, _targets, _weights) = (features, targets, weights);
        (FeatureCount, TargetSize, Count, IsClassLabelled) = (featureCount, targetSize, count, isClassLabelled);
    }

    /// <summary>The number of samples; it may be 0.</summary>
    public int Count { get; }

    /// <summary>The values of one sample.</summary>
    public int FeatureCount { get; }

    /// <summary>The values of one target.</summary>
    public int TargetSize { get; }

    /// <summary>Whether the data set was made from class labels, so that each target is the index of a class.</summary>
    public bool IsClassLabelled { get; }

    /// <summary>The samples, [Count × FeatureCount].</summary>
    public ReadOnlySpan<float> Features => _features.Span;

    /// <summary>The targets, [Count × TargetSize].</summary>
    public ReadOnlySpan<float> Targets => _targets.Span;

    /// <summary>One sample, [FeatureCount].</summary>
    /// <param name="index">Its index, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<float> Sample(int index)
    {
        RequireIndex(index);
        return _features.Span.Slice(index * FeatureCount, FeatureCount);
    }

    /// <summary>The target of one sample, [TargetSize].</summary>
    /// <param name="index">The index of the sample, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public ReadOnlySpan<float> Target(int index)
    {
        RequireIndex(index);
        return _targets.Span.Slice(index * TargetSize, TargetSize);
    }

    /// <summary>The class of one sample.</summary>
    /// <param name="index">The index of the sample, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="InvalidOperationException">The data set was not made from class labels.</exception>
    public int Label(int index)
    {
        if (!IsClassLabelled) throw new InvalidOperationException("The data set was not made from class labels.");
        return (int)Target(index)[0];
    }

    /// <summary>A range of the samples, without copying them.</summary>
    /// <param name="start">The index of the first.</param>
    /// <param name="count">How many, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range leaves the data set.</exception>
    public Dataset Slice(int start, int count)
    {
        if ((uint)start > (uint)Count) throw new ArgumentOutOfRangeException(nameof(start), start, $"The data set has {Count} samples.");
        if ((uint)count > (uint)(Count - start))
            throw new ArgumentOutOfRangeException(nameof(count), count, $"{Count - start} samples follow from {start}.");
        ReadOnlyMemory<float> weights = IsWeighted ? _weights.Slice(start, count) : default;
        return With(_features.Slice(start * FeatureCount, count * FeatureCount), _targets.Slice(start * TargetSize, count * TargetSize), weights, count);
    }

    /// <summary>A copy of the samples chosen by their index, in their order.</summary>
    /// <param name="predicate">Whether the sample of this index is wanted.</param>
    public Dataset Where(Func<int, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var chosen = new List<int>();
        for (int i = 0; i < Count; i++)
            if (predicate(i)) chosen.Add(i);
        return Copy(CollectionsMarshal.AsSpan(chosen));
    }

    /// <summary>Splits the samples by their index i: those with i mod period = remainder are for the test.</summary>
    /// <param name="period">One sample of so many is for the test, at least 1.</param>
    /// <param name="remainder">Which one, from 0 to period − 1.</param>
    /// <returns>Copies of the samples, each part in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public (Dataset Training, Dataset Test) SplitEvery(int period, int remainder)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 1);
        if ((uint)remainder >= (uint)period)
            throw new ArgumentOutOfRangeException(nameof(remainder), remainder, $"The remainder of a division by {period} is from 0 to {period - 1}.");
        return (Where(i => i % period != remainder), Where(i => i % period == remainder));
    }

    /// <summary>Splits the samples at random.</summary>
    /// <param name="testFraction">The part for the test, from 0 to 1; the number of its samples is rounded to the nearest.</param>
    /// <param name="seed">The seed: the same one splits the same way everywhere.</param>
    /// <returns>Copies of the samples, each part in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> is outside its range.</exception>
    public (Dataset Training, Dataset Test) Split(float testFraction, int seed)
    {
        if (!(testFraction >= 0f && testFraction <= 1f))
            throw new ArgumentOutOfRangeException(nameof(testFraction), testFraction, "The fraction is from 0 to 1.");
        int[] order = new int[Count];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        var random = new SeededRandom(seed);
        random.Shuffle(order);

        int testCount = (int)Math.Round((double)testFraction * Count);
        Span<int> test = order.AsSpan(0, testCount), training = order.AsSpan(testCount);
        test.Sort();
        training.Sort();
        return (Copy(training), Copy(test));
    }

    /// <summary>Splits the samples at random, so that each class has the same part in both, as nearly as whole samples go.</summary>
    /// <param name="testFraction">The part for the test, from 0 to 1; the number of its samples of each class is rounded to the nearest.</param>
    /// <param name="seed">The seed: the same one splits the same way everywhere.</param>
    /// <returns>Copies of the samples, each part in their order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="testFraction"/> is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The data set was not made from class labels.</exception>
    public (Dataset Training, Dataset Test) StratifiedSplit(float testFraction, int seed)
    {
        Hyperparameter.Fraction(testFraction);
        List<int> training = [], test = [];
        foreach (int[] members in ShuffledClasses(new SeededRandom(seed)))
        {
            int testCount = (int)Math.Round((double)testFraction * members.Length);
            test.AddRange(members.AsSpan(0, testCount));
            training.AddRange(members.AsSpan(testCount));
        }

        test.Sort();
        training.Sort();
        return (Copy(CollectionsMarshal.AsSpan(training)), Copy(CollectionsMarshal.AsSpan(test)));
    }

    /// <summary>The samples as a source, for what takes one.</summary>
    /// <param name="seed">
    /// The seed of the order, of which each epoch has another; null for the order of the data. For training, it is not the order that the same seed gives
    /// <c>Fit</c> for the data set itself.
    /// </param>
    /// <exception cref="InvalidOperationException">The samples have weights, for which a source has no place.</exception>
    public ISampleSource AsSource(int? seed = null) =>
        IsWeighted ? throw new InvalidOperationException("The samples have weights, for which a source has no place.") : new DatasetSource(this, seed);

    /// <summary>The indices of the samples of each class, in the order of the classes, shuffled.</summary>
    internal IEnumerable<int[]> ShuffledClasses(SeededRandom random)
    {
        foreach (IGrouping<int, int> members in Enumerable.Range(0, Count).GroupBy(Label).OrderBy(group => group.Key))
        {
            int[] shuffled = [.. members];
            random.Shuffle(shuffled);
            yield return shuffled;
        }
    }

    /// <summary>Copies of the samples of these indices, in their order.</summary>
    internal Dataset Copy(ReadOnlySpan<int> indices)
    {
        float[] features = new float[indices.Length * FeatureCount], targets = new float[indices.Length * TargetSize];
        Gather(indices, features, targets);
        float[] weights = new float[IsWeighted ? indices.Length : 0];
        for (int i = 0; i < weights.Length; i++) weights[i] = Weights[indices[i]];
        return With(features, targets, weights, indices.Length);
    }

    /// <summary>Copies the samples of these indices, with their targets, one after another.</summary>
    internal void Gather(ReadOnlySpan<int> indices, Span<float> features, Span<float> targets)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (i + 1 < indices.Length) Prefetch.Read(Sample(indices[i + 1]));
            Sample(indices[i]).CopyTo(features[(i * FeatureCount)..]);
            Target(indices[i]).CopyTo(targets[(i * TargetSize)..]);
        }
    }

    /// <summary>The same targets for other samples, as many and of as many features.</summary>
    internal Dataset WithFeatures(ReadOnlyMemory<float> features) => With(features, _targets, _weights, Count);

    /// <summary>Other targets, all of them finite, for the same samples.</summary>
    internal Dataset WithTargets(ReadOnlyMemory<float> targets, int targetSize) =>
        new(_features, FeatureCount, targets, targetSize, isClassLabelled: false, Count, _weights);

    private Dataset With(ReadOnlyMemory<float> features, ReadOnlyMemory<float> targets, ReadOnlyMemory<float> weights, int count) =>
        new(features, FeatureCount, targets, TargetSize, IsClassLabelled, count, weights);

    private void RequireIndex(int index)
    {
        if ((uint)index >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(index), index, $"The data set has {Count} samples.");
    }

    private static int CountSamples(ReadOnlyMemory<float> features, int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        if (features.Length % featureCount != 0)
            throw new ArgumentException($"{features.Length} values are no whole number of samples of {featureCount} features.", nameof(features));
        return features.Length / featureCount;
    }

    private static void RequireFinite(ReadOnlySpan<float> values, int columns, string parameter, string what)
    {
        int i = Finite.IndexOfNonFinite(values);
        if (i >= 0) throw new ArgumentException($"Sample {i / columns}, {what} {i % columns} is {values[i]}; every value must be finite.", parameter);
    }

    private static float[] ToTargets(ReadOnlySpan<int> labels)
    {
        float[] targets = new float[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if ((uint)labels[i] > MaxClass)
                throw new ArgumentOutOfRangeException(nameof(labels), labels[i], $"The class of sample {i} must be from 0 to {MaxClass}.");
            targets[i] = labels[i];
        }

        return targets;
    }
}
