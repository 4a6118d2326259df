using System;
using System.IO;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class StandardizationTests
{
    [Fact]
    public void FeaturesGetMeanZeroAndVarianceOne()
    {
        Dataset data = Data(features: 3, samples: 50);
        Dataset standardised = Standardization.Learn(data).Apply(data);
        for (int i = 0; i < 3; i++)
        {
            double[] values = [.. Enumerable.Range(0, data.Count).Select(sample => (double)standardised.Sample(sample)[i])];
            double mean = values.Average();
            Assert.Equal(0, mean, 1e-5);
            Assert.Equal(1, values.Average(value => (value - mean) * (value - mean)), 1e-5);
        }

        Assert.Equal(data.Targets, standardised.Targets);
    }

    [Fact]
    public void NumbersAreThoseOfTheFormula()
    {
        var learnt = Standardization.Learn(new Dataset(new float[] { 1, 5, 3, 5, 8, 5 }, 2, new float[3], 1));
        Assert.Equal([4f, 5f], learnt.Means);
        Assert.Equal((float)Math.Sqrt(26 / 3.0), learnt.Scales[0]);
        Assert.Equal(1f, learnt.Scales[1]);
        float[] sample = [10f, 7f];
        learnt.Apply(sample, sample);
        Assert.Equal([(10f - 4f) / learnt.Scales[0], 2f], sample);
        Assert.Equal(0, Allocation.Measure(100, () => learnt.Apply(sample, sample)));
    }

    [Fact]
    public void AFoldedNetworkTakesRawFeatures()
    {
        var network = new RowsNetwork(3);
        Dataset data = Data(RowsNetwork.InputSize, samples: 20);
        var learnt = Standardization.Learn(data);
        float[] expected = new float[data.Count * RowsNetwork.OutputSize], actual = new float[expected.Length];
        network.ForwardBatch(learnt.Apply(data).Features, expected);
        learnt.FoldInto(network);
        network.ForwardBatch(data.Features, actual);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-4f);
    }

    /// <summary>Mean and scale go with the weights into the file, and Forward applies them, to the bit as <see cref="Standardization.Apply(Dataset)"/>.</summary>
    [Fact]
    public void ANetworkStandardisesItsInputByTheFileOfItsWeights()
    {
        Dataset data = Data(StandardizedNetwork.InputSize, samples: 20);
        var learnt = Standardization.Learn(data);
        StandardizedNetwork plain = new(3), network = new(3), loaded = new(4);
        learnt.CopyTo(network);
        Assert.Equal(learnt.Means, network.GetTensor("standardize1.mean"));
        Assert.Equal(learnt.Scales, network.GetTensor("standardize1.scale"));
        using var file = new MemoryStream();
        network.Save(file);
        file.Position = 0;
        loaded.Load(file);
        float[] expected = new float[data.Count], actual = new float[data.Count];
        plain.ForwardBatch(learnt.Apply(data).Features, expected);
        loaded.ForwardBatch(data.Features, actual);
        Assert.Equal(expected, actual);
        loaded.Forward(data.Sample(7), actual.AsSpan(0, 1));
        plain.Forward(learnt.Apply(data).Sample(7), expected.AsSpan(0, 1));
        Assert.Equal(expected[0], actual[0]);
    }

    [Fact]
    public void RefusesWhatDoesNotFitAndChangesNothing()
    {
        var learnt = Standardization.Learn(Data(features: 3, samples: 5));
        var network = new RowsNetwork(3);
        float[] before = network.Parameters.ToArray();
        Assert.Throws<ArgumentException>("network", () => learnt.FoldInto(network));
        Assert.Throws<ArgumentException>("network", () => Standardization.Learn(Data(17, 5)).FoldInto(new TanhNetwork(1)));
        Assert.Throws<ArgumentException>("network", () => learnt.CopyTo(network));
        Assert.Throws<ArgumentException>("network", () => learnt.CopyTo(new StandardizedNetwork(1)));
        Assert.Equal(before, network.Parameters);
        Assert.Throws<ArgumentException>("data", () => learnt.Apply(Data(features: 4, samples: 5)));
        Assert.Throws<ArgumentException>("sample", () => learnt.Apply(new float[2], new float[3]));
        Assert.Throws<ArgumentException>("destination", () => learnt.Apply(new float[3], new float[4]));
        Assert.Throws<ArgumentException>("training", () => Standardization.Learn(Data(3, 5).Slice(0, 0)));
    }

    private static Dataset Data(int features, int samples)
    {
        var random = new Random(2);
        float[] values = [.. Enumerable.Range(0, features * samples).Select(i => (i % features + 1) * (random.NextSingle() * 20f - 3f) + i % features)];
        return new Dataset(values, features, new float[samples], 1);
    }
}
