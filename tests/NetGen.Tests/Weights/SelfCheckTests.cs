using System;
using System.IO;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Weights;

/// <summary>Samples that a file carries with their outputs.</summary>
public sealed class SelfCheckTests
{
    private static readonly float[] _samples = [.. Enumerable.Range(0, 5 * 64).Select(i => MathF.Sin(i))];

    [Theory]
    [InlineData(WeightType.Float32)]
    [InlineData(WeightType.Float16)]
    [InlineData(WeightType.BFloat16)]
    public void ANetworkWithTheWeightsOfTheFilePasses(WeightType type)
    {
        using var stream = new MemoryStream();
        var network = new EmbeddedNet(seed: 1);
        float[] before = network.Parameters.ToArray();
        network.Save(stream, new SaveOptions { Type = type, SelfCheckInputs = _samples });
        Assert.Equal(before, network.Parameters);

        stream.Position = 0;
        var loaded = new EmbeddedNet(seed: 2);
        loaded.Load(stream);
        stream.Position = 0;
        SelfCheckReport report = loaded.SelfCheck(stream);
        Assert.Equal(5, report.Samples);
        // One by one it is the same code; a batch sums in another order.
        Assert.InRange(report.LargestUlp, 0, 100);
        Assert.InRange(report.LargestError, 0f, 1e-6f);
    }

    [Fact]
    public void AWeightThatIsAnotherIsSeen()
    {
        using var stream = new MemoryStream();
        var network = new EmbeddedNet(seed: 1);
        network.Save(stream, new SaveOptions { SelfCheckInputs = _samples });
        float[] weights = network.GetTensor("dense2.bias");
        weights[3] += 0.01f;
        network.SetTensor("dense2.bias", weights);
        stream.Position = 0;
        SelfCheckReport report = network.SelfCheck(stream);
        Assert.InRange(report.LargestUlp, 1_000, long.MaxValue);
        Assert.InRange(report.LargestError, 1e-5f, 1f);
        Assert.InRange(report.Sample, 0, 4);
        Assert.InRange(report.Output, 0, 9);
    }

    [Theory]
    [InlineData(1f, 1f, 0)]
    [InlineData(0f, -0f, 0)]
    [InlineData(1f, 1.0000001f, 1)]
    [InlineData(float.Epsilon, -float.Epsilon, 2)]
    [InlineData(float.MaxValue, float.PositiveInfinity, 1)]
    [InlineData(float.NaN, float.NaN, 0)]
    [InlineData(float.NaN, 1f, uint.MaxValue)]
    public void DistancesAreInUnitsOfTheLastPlace(float a, float b, long expected)
    {
        Assert.Equal(expected, SelfCheckSamples.UlpDistance(a, b));
        Assert.Equal(expected, SelfCheckSamples.UlpDistance(b, a));
    }

    [Fact]
    public void SamplesThatAreNoneAreRefusedBeforeAnythingIsWritten()
    {
        using var directory = new TemporaryDirectory();
        var network = new EmbeddedNet(seed: 1);
        void refuses<T>(float[] samples, string reason)
            where T : Exception
        {
            T exception = Assert.Throws<T>(() => network.Save(directory / "weights", new SaveOptions { SelfCheckInputs = samples }));
            Assert.Contains(reason, exception.Message);
            Assert.Empty(directory.Names);
        }

        refuses<ArgumentException>(new float[65], "65 values, which are no multiple of the 64");
        refuses<ArgumentException>([.. _samples.Take(63), float.NaN], "Value 63 of the samples for the self-check is NaN");
        network.SetTensor("dense1.weight", [.. Enumerable.Repeat(3e38f, 2048)]);
        refuses<InvalidOperationException>([.. Enumerable.Repeat(1f, 64)], "of sample 0 for the self-check is NaN");
    }

    [Fact]
    public void AFileWithoutSamplesOrWithThoseOfAnotherNetworkIsRefused()
    {
        using var stream = new MemoryStream();
        var network = new EmbeddedNet(seed: 1);
        network.Save(stream);
        stream.Position = 0;
        Assert.Contains("no tensor 'selfcheck.inputs'", Assert.Throws<InvalidDataException>(() => network.SelfCheck(stream)).Message);

        stream.SetLength(0);
        network.Save(stream, new SaveOptions { SelfCheckInputs = _samples });
        stream.Position = 0;
        Assert.Contains("'selfcheck.inputs' is [n, 3]", Assert.Throws<InvalidDataException>(() => new RawFeatures().SelfCheck(stream)).Message);
    }
}
