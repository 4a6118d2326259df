using System;
using System.IO;
using System.Linq;
using NetGen.Tests.Training;
using Xunit;

namespace NetGen.Tests.Weights;

[Network(3)]
[Standardize]
[Dense(2, Activation.LeakyReLU, Alpha = 0f)]
internal sealed partial class RawFeatures;

/// <summary>Weights of half the size: values, rounding, what is too large, and files with them.</summary>
public sealed class WeightTypeTests
{
    [Fact]
    public void EveryHalfIsReadExactly()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            byte[] bytes = [(byte)bits, (byte)(bits >> 8)];
            float[] value = new float[1];
            WeightTypes.ToFloats(WeightType.Float16, bytes, value);
            Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)bits), value[0]);
            WeightTypes.ToFloats(WeightType.BFloat16, bytes, value);
            Assert.Equal((uint)bits << 16, BitConverter.SingleToUInt32Bits(value[0]));
            if (float.IsFinite(value[0])) Assert.Equal(bytes, WeightTypes.ToBytes(WeightType.BFloat16, value));
        }
    }

    /// <summary>The nearest, and the even one of two that are as near: of 1 + k·2⁻⁸ for bfloat16, of 1 + k·2⁻¹¹ for binary16.</summary>
    [Theory]
    [InlineData(WeightType.BFloat16, 1f + 1f / 256f, 1f)]
    [InlineData(WeightType.BFloat16, 1f + 3f / 256f, 1f + 4f / 256f)]
    [InlineData(WeightType.BFloat16, 1f + 1.01f / 256f, 1f + 2f / 256f)]
    [InlineData(WeightType.BFloat16, -1f - 0.99f / 256f, -1f)]
    [InlineData(WeightType.BFloat16, 3.3895314e38f, 3.3895314e38f)]
    [InlineData(WeightType.BFloat16, float.MaxValue, float.PositiveInfinity)]
    [InlineData(WeightType.Float16, 1f + 1f / 2048f, 1f)]
    [InlineData(WeightType.Float16, 1f + 3f / 2048f, 1f + 4f / 2048f)]
    [InlineData(WeightType.Float16, 65519f, 65504f)]
    [InlineData(WeightType.Float16, 65520f, float.PositiveInfinity)]
    [InlineData(WeightType.Float16, 5.9604645e-8f, 5.9604645e-8f)]
    public void ValuesAreRoundedToTheNearest(WeightType type, float value, float expected)
    {
        float[] read = new float[1];
        WeightTypes.ToFloats(type, WeightTypes.ToBytes(type, [value]), read);
        Assert.Equal(expected, read[0]);
    }

    [Theory]
    [InlineData(WeightType.Float16, 1f / 2048f)]
    [InlineData(WeightType.BFloat16, 1f / 256f)]
    public void AFileTakesHalfTheSizeAndSaysHowFarItIsFromTheNetwork(WeightType type, float relative)
    {
        var network = new EmbeddedNet(seed: 1);
        using var stream = new MemoryStream();
        SaveReport report = network.Save(stream, new SaveOptions { Type = type });
        Assert.Equal(stream.Length, report.Bytes);
        Assert.InRange(report.Bytes, 2 * EmbeddedNet.ParameterCount, 2 * EmbeddedNet.ParameterCount + 1000);

        stream.Position = 0;
        var loaded = new EmbeddedNet(seed: 2);
        loaded.Load(stream);
        float largest = 0f;
        foreach (TensorInfo tensor in EmbeddedNet.Architecture.Tensors)
        {
            float[] before = network.GetTensor(tensor.Name), after = loaded.GetTensor(tensor.Name);
            Assert.All(before.Zip(after), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0f, Math.Abs(pair.First) * relative + 1e-7f));
            largest = Math.Max(largest, before.Zip(after, (a, b) => Math.Abs(a - b)).Max());
        }

        Assert.Equal(largest, report.LargestError);
        Assert.NotEqual(0f, largest);

        // What has been rounded is not rounded again.
        Assert.Equal((0f, null), (loaded.Save(new MemoryStream(), new SaveOptions { Type = type }) is var again ? again.LargestError : 1f, again.Tensor));
    }

    [Fact]
    public void WhatTrainingLeavesAloneStaysExact()
    {
        var network = new RawFeatures();
        network.SetTensor("standardize1.scale", [1e-6f, 1e6f, 0.1f]);
        using var stream = new MemoryStream();
        network.Save(stream, new SaveOptions { Type = WeightType.Float16 });
        stream.Position = 0;
        var loaded = new RawFeatures(seed: 3);
        loaded.Load(stream);
        Assert.Equal([1e-6f, 1e6f, 0.1f], loaded.GetTensor("standardize1.scale"));
    }

    [Fact]
    public void AWeightThatIsTooLargeIsNamedAndAnOlderFileStays()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory / "weights", "old");
        var network = new EmbeddedNet(seed: 1);
        network.SetTensor("dense2.bias", [.. Enumerable.Repeat(0f, 9), 70_000f]);
        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => network.Save(directory / "weights", new SaveOptions { Type = WeightType.Float16 }));
        Assert.Contains("Value 9 of tensor 'dense2.bias' is 70000, too large for Float16", exception.Message);
        Assert.Equal("old", File.ReadAllText(directory / "weights"));
        Assert.Equal(["weights"], directory.Names);
    }

    [Fact]
    public void InfinityInAHalfIsRefused()
    {
        var network = new PlainNetwork(1, 2, 1);
        byte[] header = """{"dense1.weight":{"dtype":"BF16","shape":[2,1],"data_offsets":[0,4]},"dense1.bias":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},"dense2.weight":{"dtype":"F16","shape":[1,2],"data_offsets":[8,12]},"dense2.bias":{"dtype":"F16","shape":[1],"data_offsets":[12,14]}}"""u8.ToArray();
        byte[] file = [.. BitConverter.GetBytes((ulong)header.Length), .. header, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x7c, 0, 0, 0, 0];
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => network.Load(new MemoryStream(file)));
        Assert.Contains($"Value 0 of tensor 'dense2.weight' is {float.PositiveInfinity}", exception.Message);
    }
}
