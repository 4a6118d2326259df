using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using Xunit;

namespace NetGen.Tests.Explaining;

public sealed class PermutationImportanceTests
{
    private const int Features = IrisNetwork.InputSize;
    private const int Informative = 2;
    private const int Unused = 3;

    /// <summary>Random samples whose class is told by one feature, and a network that has learnt them and does not read another.</summary>
    private static (IrisNetwork Network, Dataset Data) TrainOnOneFeature()
    {
        float[] features = ExplanationMethod.Values(300 * Features, seed: 1);
        int[] labels = [.. features.Where((_, i) => i % Features == Informative).Select(x => x < -0.3f ? 0 : x < 0.3f ? 1 : 2)];
        var data = new Dataset(features, Features, labels);
        var network = new IrisNetwork(seed: 1);
        Trainer.Create(network, new Adam(0.02f), new CrossEntropy()).Fit(data, epochs: 40, batchSize: 16);
        float[] weights = network.GetTensor("dense1.weight");
        for (int i = Unused; i < weights.Length; i += Features) weights[i] = 0f;
        network.SetTensor("dense1.weight", weights);
        return (network, data);
    }

    [Fact]
    public void TheOnlyInformativeFeatureIsFound()
    {
        (IrisNetwork network, Dataset data) = TrainOnOneFeature();
        float accuracy = network.Accuracy(data);
        Assert.True(accuracy > 0.9f, $"The accuracy is {accuracy}.");
        foreach (Func<Dataset, float> score in (Func<Dataset, float>[])[network.Accuracy, samples => -network.MeanLoss<CrossEntropy>(samples)])
        {
            FeatureImportance[] importances = PermutationImportance.Measure(data, score, repeats: 5, seed: 1);
            Assert.Equal(Features, importances.Length);
            Assert.True(importances[Informative].Mean > 0.4);
            Assert.InRange(importances[Informative].StandardDeviation, 1e-6, importances[Informative].Mean / 2);
            Assert.All(importances.Where((_, i) => i != Informative), importance => Assert.True(importance.Mean < importances[Informative].Mean / 10));
            Assert.Equal(new FeatureImportance(0, 0), importances[Unused]);
        }
    }

    [Fact]
    public void MeanAndStandardDeviationAreThoseOfTheFalls()
    {
        // Two samples in order or not: the score falls by 1 where they are exchanged, in some of the repeats.
        const int Repeats = 40;
        var data = new Dataset(new float[] { 0, 1 }, 1, new float[] { 0, 1 }, 1);
        int exchanges = 0;
        float InOrder(Dataset samples)
        {
            bool inOrder = samples.Features.SequenceEqual(samples.Targets);
            if (!inOrder) exchanges++;
            return inOrder ? 1f : 0f;
        }

        FeatureImportance importance = Assert.Single(PermutationImportance.Measure(data, InOrder, Repeats, seed: 1));
        double part = (double)exchanges / Repeats;
        Assert.InRange(part, 0.25, 0.75);
        Assert.Equal(part, importance.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(part * (1 - part)), importance.StandardDeviation, 1e-12);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneColumnAtATimeIsPermutedAndTheDataAreLeftAlone(bool labelled)
    {
        const int Samples = 7, Repeats = 3;
        float[] features = ExplanationMethod.Values(Samples * Features, seed: 2), copy = [.. features];
        int[] labels = [1, 0, 2, 2, 1, 0, 1];
        Dataset data = labelled ? new(features, Features, labels) : new(features, Features, ExplanationMethod.Values(2 * Samples, seed: 3), 2);
        List<float[]> seen = [];
        float Record(Dataset samples)
        {
            Assert.Equal((data.Count, data.FeatureCount), (samples.Count, samples.FeatureCount));
            Assert.Equal((data.TargetSize, data.IsClassLabelled), (samples.TargetSize, samples.IsClassLabelled));
            Assert.Equal(data.Targets, samples.Targets);
            seen.Add(samples.Features.ToArray());
            return 1f;
        }

        PermutationImportance.Measure(data, Record, Repeats, seed: 1);
        Assert.Equal(copy, features);
        Assert.Equal(1 + Features * Repeats, seen.Count);
        Assert.Equal(copy, seen[0]);
        for (int call = 1; call < seen.Count; call++)
        {
            int permuted = (call - 1) / Repeats;
            for (int column = 0; column < Features; column++)
            {
                float[] expected = Column(copy, column), actual = Column(seen[call], column);
                if (column != permuted) Assert.Equal(expected, actual);
                else Assert.Equal(expected.Order(), actual.Order());
            }
        }

        Assert.All(seen.Skip(1), values => Assert.NotEqual(copy, values));
    }

    [Fact]
    public void TheSeedDecides()
    {
        (IrisNetwork network, Dataset data) = TrainOnOneFeature();
        FeatureImportance[] Measure(int seed) => PermutationImportance.Measure(data, network.Accuracy, repeats: 3, seed);
        Assert.Equal(Measure(1), Measure(1));
        Assert.NotEqual(Measure(1), Measure(2));
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        var data = new Dataset(new float[4], 2, [0, 1]);
        Assert.Throws<ArgumentNullException>("data", () => PermutationImportance.Measure(null!, _ => 0f, 1, 1));
        Assert.Throws<ArgumentNullException>("score", () => PermutationImportance.Measure(data, null!, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("repeats", () => PermutationImportance.Measure(data, _ => 0f, 0, 1));
        var exception = Assert.Throws<ArgumentException>("data", () => PermutationImportance.Measure(data.Slice(0, 1), _ => 0f, 1, 1));
        Assert.StartsWith("Expected at least 2 samples to permute, got 1.", exception.Message);
    }

    [Theory]
    [InlineData(0, "as they are")]
    [InlineData(1, "with feature 0 permuted")]
    [InlineData(2, "with feature 1 permuted")]
    public void ScoresThatAreNotFiniteAreReported(int bad, string how)
    {
        var data = new Dataset(new float[4], 2, [0, 1]);
        int call = 0;
        var exception = Assert.Throws<InvalidOperationException>(() => PermutationImportance.Measure(data, _ => call++ == bad ? float.NaN : 0f, 1, 1));
        Assert.Equal($"The score of the samples {how} is NaN.", exception.Message);
    }

    private static float[] Column(float[] features, int column) => [.. features.Where((_, i) => i % Features == column)];
}
