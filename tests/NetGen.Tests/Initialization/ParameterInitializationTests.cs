using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Initialization;

public sealed class ParameterInitializationTests
{
    private const int Outputs = 200, Inputs = 300;

    public static TheoryData<Initializer, double> UniformLimits => new()
    {
        { Initializer.GlorotUniform, Math.Sqrt(6.0 / (Inputs + Outputs)) },
        { Initializer.HeUniform, Math.Sqrt(6.0 / Inputs) },
        { Initializer.LeCunUniform, Math.Sqrt(3.0 / Inputs) },
    };

    public static TheoryData<Initializer, double> NormalDeviations => new()
    {
        { Initializer.GlorotNormal, Math.Sqrt(2.0 / (Inputs + Outputs)) },
        { Initializer.HeNormal, Math.Sqrt(2.0 / Inputs) },
        { Initializer.LeCunNormal, Math.Sqrt(1.0 / Inputs) },
    };

    [Theory]
    [MemberData(nameof(UniformLimits))]
    public void UniformValuesFillTheirRange(Initializer initializer, double limit)
    {
        float[] values = Values(Network(([Outputs, Inputs], initializer)), seed: 1, tensor: 0);
        Assert.All(values, value => Assert.InRange(value, (float)-limit, (float)limit));
        Assert.True(values.Max() > 0.999 * limit && values.Min() < -0.999 * limit);
        AssertMoments(values, limit / Math.Sqrt(3), fourth: 1.8);
    }

    [Theory]
    [MemberData(nameof(NormalDeviations))]
    public void NormalValuesHaveTheirDeviation(Initializer initializer, double deviation)
    {
        float[] values = Values(Network(([Outputs, Inputs], initializer)), seed: 1, tensor: 0);
        Assert.True(values.Max() > 3 * deviation);
        AssertMoments(values, deviation, fourth: 3);
    }

    [Fact]
    public void ZerosAndConstantsAreThat()
    {
        NetworkInfo network = Network(([5, 3], Initializer.Zeros), ([5], Initializer.Constant), ([5, 3], Initializer.Constant));
        Assert.All(Values(network, 1, 0), value => Assert.Equal(0f, value));
        Assert.All(Values(network, 1, 1), value => Assert.Equal(0.25f, value));
        Assert.All(Values(network, 1, 2), value => Assert.Equal(0.25f, value));
    }

    [Fact]
    public void AVectorHasItsLengthAsBothFans()
    {
        float[] values = Values(Network(([1000], Initializer.GlorotUniform)), seed: 1, tensor: 0);
        Assert.InRange(values.Max(Math.Abs), 0.99 * Math.Sqrt(6.0 / 2000), (float)Math.Sqrt(6.0 / 2000));
    }

    [Fact]
    public void AReceptiveFieldCountsInBothFans()
    {
        float[] values = Values(Network(([10, 20, 3, 3], Initializer.GlorotUniform)), seed: 1, tensor: 0);
        Assert.InRange(values.Max(Math.Abs), 0.99 * Math.Sqrt(6.0 / 270), (float)Math.Sqrt(6.0 / 270));
    }

    /// <summary>Bits computed by an implementation in Python.</summary>
    [Theory]
    [InlineData(7, 0, new uint[] { 0xbe02df62, 0x3f470a06, 0x3f3585d8, 0x3e302b12 })]
    [InlineData(7, 1, new uint[] { 0xbd26651c, 0xbef0a07f, 0x3f22856a, 0xbf0a0ec2 })]
    [InlineData(-1, 1, new uint[] { 0x3ec7ec18, 0xbf4af892, 0xbf0a542a, 0xc00ad4b7 })]
    public void ASeedGivesTheSameBitsEverywhere(int seed, int tensor, uint[] expected)
    {
        NetworkInfo network = Network(([3, 5], Initializer.GlorotUniform), ([5, 3], Initializer.HeNormal));
        Assert.Equal(expected, Values(network, seed, tensor)[..expected.Length].Select(BitConverter.SingleToUInt32Bits));
    }

    [Fact]
    public void TensorsHaveSequencesOfTheirOwn()
    {
        NetworkInfo network = Network(([20, 30], Initializer.HeUniform), ([20, 30], Initializer.HeUniform));
        NetworkInfo otherFirst = Network(([7, 3], Initializer.LeCunNormal), ([20, 30], Initializer.HeUniform));
        float[] first = Values(network, 1, 0), second = Values(network, 1, 1);
        Assert.Equal(second, Values(otherFirst, 1, 1));
        Assert.Empty(first.Intersect(second));
        Assert.Empty(first.Intersect(Values(network, 2, 0)));
        Assert.True(Math.Abs(first.Zip(second, (a, b) => a * b).Sum()) < 5 * Math.Sqrt(600) * (0.2 / 3), "first and second are correlated");
    }

    [Fact]
    public void PaddingIsZeroWhateverWasThere()
    {
        NetworkInfo network = Network(
            ([37, 5], Initializer.HeNormal), ([37], Initializer.Constant), ([3, 37], Initializer.GlorotUniform), ([3], Initializer.HeUniform));
        float[] parameters = new float[network.ParameterBufferLength];
        parameters.AsSpan().Fill(float.NaN);
        ParameterInitialization.Initialize(network, parameters, 3);

        foreach (TensorInfo tensor in network.Tensors)
        {
            Span<float> packed = parameters.AsSpan(tensor.Offset, tensor.Length);
            float[] canonical = new float[tensor.Count];
            TensorPacking.Unpack(tensor, packed, canonical);
            Assert.DoesNotContain(canonical, value => value == 0 || float.IsNaN(value));
            int padding = 0;
            foreach (float value in packed)
                if (BitConverter.SingleToInt32Bits(value) == 0) padding++;
            Assert.Equal(tensor.Length - tensor.Count, padding);
        }
    }

    [Fact]
    public void RefusesABufferOfAnotherLength()
    {
        NetworkInfo network = Network(([5, 3], Initializer.HeUniform));
        float[] parameters = [.. Enumerable.Repeat(1f, network.ParameterBufferLength + 1)];
        Assert.Throws<ArgumentException>("parameters", () => ParameterInitialization.Initialize(network, parameters, 1));
        Assert.Throws<ArgumentException>("parameters", () => ParameterInitialization.Initialize(network, parameters.AsSpan(2), 1));
        Assert.Throws<ArgumentNullException>("info", () => ParameterInitialization.Initialize(null!, parameters, 1));
        Assert.All(parameters, value => Assert.Equal(1f, value));
    }

    [Theory]
    [InlineData(Initializer.Auto)]
    [InlineData((Initializer)99)]
    public void RefusesAnInitializerWithoutValues(Initializer initializer)
    {
        NetworkInfo network = Network(([5, 3], Initializer.HeUniform), ([5], initializer));
        float[] parameters = [.. Enumerable.Repeat(1f, network.ParameterBufferLength)];
        Assert.Throws<ArgumentException>("info", () => ParameterInitialization.Initialize(network, parameters, 1));
        Assert.All(parameters, value => Assert.Equal(1f, value));
    }

    private static void AssertMoments(float[] values, double deviation, double fourth)
    {
        double root = Math.Sqrt(values.Length);
        Assert.Equal(0, values.Average(), 5 * deviation / root);
        Assert.Equal(1, values.Average(value => value * (double)value) / (deviation * deviation), 5 * Math.Sqrt(fourth - 1) / root);
        Assert.Equal(fourth, values.Average(value => Math.Pow(value / deviation, 4)), 0.2);
    }

    private static float[] Values(NetworkInfo network, int seed, int tensor)
    {
        float[] parameters = new float[network.ParameterBufferLength];
        ParameterInitialization.Initialize(network, parameters, seed);
        TensorInfo info = network.Tensors[tensor];
        float[] values = new float[info.Count];
        TensorPacking.Unpack(info, parameters.AsSpan(info.Offset, info.Length), values);
        return values;
    }

    private static NetworkInfo Network(params (int[] Shape, Initializer Initializer)[] tensors)
    {
        var infos = new List<TensorInfo>();
        int offset = 0;
        foreach ((int[] shape, Initializer initializer) in tensors)
        {
            TensorLayout layout = shape.Length == 2 ? TensorLayout.DensePanels : TensorLayout.PaddedVector;
            int length = layout == TensorLayout.DensePanels ? (shape[0] + 15) / 16 * 16 * shape[1] : (shape.Aggregate((a, b) => a * b) + 15) / 16 * 16;
            infos.Add(new TensorInfo($"tensor{infos.Count}", [.. shape], layout, offset, length, initializer, 0.25f));
            offset += length;
        }

        return new NetworkInfo("Network", [1], [1], Activation.Identity, infos.Sum(info => info.Count), offset, [.. infos]);
    }
}
