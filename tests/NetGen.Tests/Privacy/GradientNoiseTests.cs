using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NetGen.Tests.Generated;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Privacy;

/// <summary>The random numbers of private training, and the noise that is made of them.</summary>
public sealed class GradientNoiseTests
{
    [Fact]
    public void BitsAreThoseOfCounterMode()
    {
        using var random = new PrivateRandom(7);
        var bits = new uint[12_000];
        foreach (Range part in new[] { 0..1, 1..3, 3..5_003, 5_003..12_000 }) random.Fill(bits.AsSpan(part));

        byte[] key = new byte[16], counters = new byte[bits.Length * sizeof(uint)];
        key[0] = 7;
        for (int block = 0; block < counters.Length / 16; block++) BitConverter.TryWriteBytes(counters.AsSpan(16 * block), (long)block);
        using var aes = Aes.Create();
        aes.Key = key;
        byte[] expected = aes.EncryptEcb(counters, PaddingMode.None);
        Assert.Equal(MemoryMarshal.Cast<byte, uint>(expected).ToArray(), bits);
    }

    [Fact]
    public void WithoutASeedNoTwoSequencesAreTheSame()
    {
        using PrivateRandom first = new(null), second = new(null);
        double[] a = new double[4], b = new double[4];
        first.FillUniform(a);
        second.FillUniform(b);
        Assert.NotEqual(a, b);
    }

    [Fact]
    public void DoublesAreUniform()
    {
        using var random = new PrivateRandom(1);
        double[] values = new double[100_000];
        random.FillUniform(values);
        Assert.All(values, value => Assert.InRange(value, double.Epsilon, 1));
        Assert.InRange(values.Average(), 0.5 - 4 * Math.Sqrt(1.0 / 12 / values.Length), 0.5 + 4 * Math.Sqrt(1.0 / 12 / values.Length));
    }

    public static TheoryData<string> Networks => StaticNetworks.TheoryData;

    /// <summary>Every trained parameter gets noise of the deviation, padding and what is not trained get none, and nothing is allocated.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void NoiseIsForTrainedParametersAlone(string name)
    {
        NetworkInfo info = StaticNetworks.Create(name).Info;
        using var random = new PrivateRandom(3);
        var noise = new GradientNoise(info, random);
        bool[] used = ReferenceLayout.Used(info);
        foreach (TensorInfo tensor in info.Tensors.Where(tensor => !tensor.IsTrained)) used.AsSpan(tensor.Offset, tensor.Length).Clear();
        var gradients = new float[info.ParameterBufferLength];
        double squares = 0;
        const int draws = 200;
        for (int draw = 0; draw < draws; draw++)
        {
            Array.Clear(gradients);
            noise.AddTo(gradients, 0.5f);
            for (int k = 0; k < gradients.Length; k++) Assert.True(used[k] == (gradients[k] != 0), $"{name}, {k}: {gradients[k]}");
            squares += gradients.Sum(value => (double)value * value);
        }

        double count = (double)draws * used.Count(isUsed => isUsed), variance = squares / count;
        Assert.InRange(variance, 0.25 * (1 - 5 * Math.Sqrt(2 / count)), 0.25 * (1 + 5 * Math.Sqrt(2 / count)));
        Assert.Equal(0, Allocation.Measure(100, () => noise.AddTo(gradients, 0.5f)));
    }
}
