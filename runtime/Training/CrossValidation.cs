using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>Folds for cross-validation: every sample is in the validation part of exactly one (Stone, "Cross-validatory choice and assessment of statistical predictions", 1974).</summary>
public static class CrossValidation
{
    /// <summary>Deals the samples out at random, so that the validation parts differ by one sample at most.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="folds">The number k of folds, from 2 to the number of samples.</param>
    /// <param name="seed">The seed: the same one deals the same way everywhere.</param>
    /// <returns>k pairs of copies, each part in the order of the samples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of its range.</exception>
    public static ImmutableArray<(Dataset Training, Dataset Validation)> Folds(Dataset data, int folds, int seed)
    {
        Require(data, folds);
        int[] order = [.. Enumerable.Range(0, data.Count)];
        new SeededRandom(seed).Shuffle(order);
        return Deal(data, order, folds);
    }

    /// <summary>The same, class by class: the samples of a class in each fold differ by one at most.</summary>
    /// <inheritdoc cref="Folds"/>
    /// <exception cref="InvalidOperationException">The data set was not made from class labels.</exception>
    public static ImmutableArray<(Dataset Training, Dataset Validation)> StratifiedFolds(Dataset data, int folds, int seed)
    {
        Require(data, folds);
        return Deal(data, data.ShuffledClasses(new SeededRandom(seed)).SelectMany(members => members), folds);
    }

    private static ImmutableArray<(Dataset Training, Dataset Validation)> Deal(Dataset data, IEnumerable<int> order, int folds)
    {
        int[] foldOf = new int[data.Count];
        int next = 0;
        foreach (int index in order) foldOf[index] = next++ % folds;
        return [.. Enumerable.Range(0, folds).Select(fold => (Part(index => foldOf[index] != fold), Part(index => foldOf[index] == fold)))];

        Dataset Part(Func<int, bool> contains) => data.Copy(CollectionsMarshal.AsSpan(Enumerable.Range(0, data.Count).Where(contains).ToList()));
    }

    private static void Require(Dataset data, int folds)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (folds < 2 || folds > data.Count)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"The number of folds is from 2 to the number of samples, {data.Count}.");
    }
}
