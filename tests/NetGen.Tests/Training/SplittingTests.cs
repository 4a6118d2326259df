using System;
using System.Collections.Immutable;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class SplittingTests
{
    // Sample i has the feature i, so that it can be told where it went; three classes of 70, 20 and 11 samples, in no order.
    private static readonly int[] s_labels = [.. Enumerable.Range(0, 101).Select(i => i * 37 % 101).Select(place => place < 70 ? 0 : place < 90 ? 1 : 2)];

    private static Dataset Data => new(Enumerable.Range(0, 101).Select(i => (float)i).ToArray(), 1, s_labels);

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(101)]
    public void FoldsAreDisjointAndComplete(int folds)
    {
        foreach (ImmutableArray<(Dataset Training, Dataset Validation)> dealt in (ImmutableArray<(Dataset, Dataset)>[])[CrossValidation.Folds(Data, folds, 3), CrossValidation.StratifiedFolds(Data, folds, 3)])
        {
            Assert.Equal(folds, dealt.Length);
            Assert.Equal(Enumerable.Range(0, 101), dealt.SelectMany(fold => Indices(fold.Validation)).Order());
            Assert.All(dealt, fold =>
            {
                Assert.Equal(Enumerable.Range(0, 101), Indices(fold.Training).Concat(Indices(fold.Validation)).Order());
                Assert.InRange(fold.Validation.Count, 101 / folds, 101 / folds + 1);
                Assert.All(Indices(fold.Validation).Zip(Labels(fold.Validation)), pair => Assert.Equal(s_labels[pair.First], pair.Second));
            });
        }
    }

    [Fact]
    public void StratifiedFoldsHaveEachClassInEqualParts()
    {
        foreach ((_, Dataset validation) in CrossValidation.StratifiedFolds(Data, 5, 1))
        {
            int[] counts = [.. Enumerable.Range(0, 3).Select(label => Labels(validation).Count(other => other == label))];
            Assert.InRange(counts[0], 14, 14);
            Assert.InRange(counts[1], 4, 4);
            Assert.InRange(counts[2], 2, 3);
        }
    }

    [Fact]
    public void AStratifiedSplitHasEachClassInEqualParts()
    {
        (Dataset training, Dataset test) = Data.StratifiedSplit(0.3f, 7);
        Assert.Equal([21, 6, 3], Enumerable.Range(0, 3).Select(label => Labels(test).Count(other => other == label)));
        Assert.Equal(Enumerable.Range(0, 101), Indices(training).Concat(Indices(test)).Order());
        Assert.Equal(Indices(test).Order(), Indices(test));
        Assert.Equal(Indices(test), Indices(Data.StratifiedSplit(0.3f, 7).Test));
        Assert.NotEqual(Indices(test), Indices(Data.StratifiedSplit(0.3f, 8).Test));
    }

    [Fact]
    public void SeedsDealDifferentlyAndTheSameOneAlike()
    {
        int[] First(int seed) => Indices(CrossValidation.Folds(Data, 4, seed)[0].Validation);
        Assert.Equal(First(1), First(1));
        Assert.NotEqual(First(1), First(2));
    }

    [Fact]
    public void RefusesWhatCannotBeDealt()
    {
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => CrossValidation.Folds(Data, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => CrossValidation.StratifiedFolds(Data, 102, 0));
        Assert.Throws<ArgumentNullException>("data", () => CrossValidation.Folds(null!, 2, 0));
        Assert.Throws<ArgumentOutOfRangeException>("testFraction", () => Data.StratifiedSplit(1.5f, 0));
        var values = new Dataset(new float[4], 1, new float[4], 1);
        Assert.Throws<InvalidOperationException>(() => CrossValidation.StratifiedFolds(values, 2, 0));
        Assert.Throws<InvalidOperationException>(() => values.StratifiedSplit(0.5f, 0));
    }

    private static int[] Indices(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(i => (int)data.Sample(i)[0])];

    private static int[] Labels(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(data.Label)];
}
