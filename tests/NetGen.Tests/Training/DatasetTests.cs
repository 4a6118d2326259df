using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class DatasetTests
{
    private static readonly float[] _features = [.. Enumerable.Range(0, 20).Select(i => (float)i)];
    private static readonly float[] _targets = [.. Enumerable.Range(0, 10).Select(i => 100f + i)];

    private static Dataset TenSamples() => new(_features, 2, _targets, 1);

    [Fact]
    public void GivesSamplesAndTargetsWithoutCopyingThem()
    {
        Dataset data = TenSamples();
        Assert.Equal((10, 2, 1, false), (data.Count, data.FeatureCount, data.TargetSize, data.IsClassLabelled));
        Assert.Equal([6f, 7f], data.Sample(3));
        Assert.Equal([103f], data.Target(3));
        Assert.True(data.Features.Overlaps(_features) && data.Targets.Overlaps(_targets));
        Assert.True(data.Slice(2, 3).Features.Overlaps(_features));
    }

    [Fact]
    public void LabelsBecomeTargetsOfOneValue()
    {
        var data = new Dataset(_features, 5, [0, 2, Dataset.MaxClass, 1]);
        Assert.Equal((4, 1, true), (data.Count, data.TargetSize, data.IsClassLabelled));
        Assert.Equal([0f, 2f, 16777216f, 1f], data.Targets);
        Assert.Equal(Dataset.MaxClass, data.Label(2));
        Assert.True(data.Where(i => i > 0).IsClassLabelled && data.Slice(1, 1).IsClassLabelled);
        Assert.Throws<InvalidOperationException>(() => TenSamples().Label(0));
    }

    [Fact]
    public void SplitsByIndex()
    {
        (Dataset training, Dataset test) = TenSamples().SplitEvery(5, 4);
        Assert.Equal([104f, 109f], test.Targets);
        Assert.Equal([8f, 9f, 18f, 19f], test.Features);
        Assert.Equal([100f, 101f, 102f, 103f, 105f, 106f, 107f, 108f], training.Targets);
        Assert.Equal([103f, 104f], TenSamples().Slice(3, 2).Targets);
        Assert.Equal([100f, 109f], TenSamples().Where(i => i is 0 or 9).Targets);
        Assert.Equal(0, TenSamples().Where(_ => false).Count);
    }

    [Theory]
    [InlineData(0f, 0)]
    [InlineData(0.3f, 3)]
    [InlineData(1f, 10)]
    public void SplitsAtRandomTheSameWayForTheSameSeed(float fraction, int expectedTest)
    {
        (Dataset training, Dataset test) = TenSamples().Split(fraction, seed: 4);
        Assert.Equal(expectedTest, test.Count);
        Assert.Equal(_targets, training.Targets.ToArray().Concat(test.Targets.ToArray()).Order());
        Assert.Equal(test.Targets.ToArray().Order(), test.Targets.ToArray());
        Assert.Equal(training.Targets.ToArray().Order(), training.Targets.ToArray());
        for (int i = 0; i < test.Count; i++) Assert.Equal((test.Target(i)[0] - 100f) * 2f, test.Sample(i)[0]);
        Assert.Equal(test.Targets, TenSamples().Split(fraction, seed: 4).Test.Targets);
        if (expectedTest is > 0 and < 10)
            Assert.Contains(Enumerable.Range(5, 5), seed => !TenSamples().Split(fraction, seed).Test.Targets.SequenceEqual(test.Targets));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void RefusesValuesThatAreNotFinite(float bad)
    {
        for (int i = 0; i < _features.Length; i++)
        {
            float[] features = [.. _features];
            features[i] = bad;
            ArgumentException exception = Assert.Throws<ArgumentException>("features", () => new Dataset(features, 2, _targets, 1));
            Assert.StartsWith($"Sample {i / 2}, feature {i % 2} is {bad}", exception.Message);
            Assert.Throws<ArgumentException>("features", () => new Dataset(features, 2, new int[10]));
            exception = Assert.Throws<ArgumentException>("targets", () => new Dataset(_features, 2, features, 2));
            Assert.StartsWith($"Sample {i / 2}, target {i % 2} is {bad}", exception.Message);
        }
    }

    [Fact]
    public void FindsAValueThatIsNotFiniteAtEveryPlace()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] values = [.. Enumerable.Repeat(float.MaxValue, length)];
            Assert.Equal(-1, Finite.IndexOfNonFinite(values));
            for (int i = 0; i < length; i++)
            {
                values[i] = i % 2 == 0 ? float.NaN : float.NegativeInfinity;
                Assert.Equal(i, Finite.IndexOfNonFinite(values));
                values[i] = -float.Epsilon;
            }
        }
    }

    [Fact]
    public void RefusesLengthsAndLabelsThatDoNotFit()
    {
        Assert.Throws<ArgumentOutOfRangeException>("featureCount", () => new Dataset(_features, 0, _targets, 1));
        Assert.Throws<ArgumentOutOfRangeException>("targetSize", () => new Dataset(_features, 2, _targets, 0));
        Assert.Throws<ArgumentException>("features", () => new Dataset(_features, 3, _targets, 1));
        Assert.Throws<ArgumentException>("targets", () => new Dataset(_features, 4, _targets, 1));
        Assert.Throws<ArgumentException>("targets", () => new Dataset(_features, 2, _targets, int.MaxValue));
        Assert.Throws<ArgumentException>("labels", () => new Dataset(_features, 5, [1, 2, 3]));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => new Dataset(_features, 10, [0, -1]));
        Assert.Throws<ArgumentOutOfRangeException>("labels", () => new Dataset(_features, 10, [0, Dataset.MaxClass + 1]));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => TenSamples().Sample(10));
        Assert.Throws<ArgumentOutOfRangeException>("index", () => TenSamples().Target(-1));
        Assert.Throws<ArgumentOutOfRangeException>("start", () => TenSamples().Slice(11, 0));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => TenSamples().Slice(9, 2));
        Assert.Throws<ArgumentOutOfRangeException>("period", () => TenSamples().SplitEvery(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("remainder", () => TenSamples().SplitEvery(5, 5));
        Assert.Throws<ArgumentOutOfRangeException>("testFraction", () => TenSamples().Split(float.NaN, 0));
        Assert.Throws<ArgumentOutOfRangeException>("testFraction", () => TenSamples().Split(1.01f, 0));
    }
}
