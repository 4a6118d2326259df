using System;
using System.IO;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Weights;

/// <summary>A network whose weights are inside the assembly: those of the sample of inference.</summary>
[Network(64)]
[Dense(32, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
[Weights(File)]
internal sealed partial class EmbeddedNet
{
    public const string File = "../../samples/Inference/Data/digits.safetensors";
}

/// <summary>The same layers, but one of them.</summary>
[Network(64)]
[Dense(32, Activation.Tanh)]
[Dense(10, Activation.Softmax)]
internal sealed partial class TanhNet;

/// <summary>The same with dropout, which inference does not know.</summary>
[Network(64)]
[Dense(32, Activation.ReLU)]
[Dropout(0.5f)]
[Dense(10, Activation.Softmax)]
internal sealed partial class DropoutNet;

public sealed class EmbeddedWeightsTests
{
    private static string FilePath => Path.Combine(AppContext.BaseDirectory, "Data", "digits.safetensors");

    [Fact]
    public void AreThoseOfTheFile()
    {
        var loaded = new DropoutNet(seed: 1);
        loaded.Load(FilePath);
        Assert.Equal(loaded.Parameters, new EmbeddedNet().Parameters);
    }

    [Fact]
    public void CanBeReplaced()
    {
        var network = new EmbeddedNet();
        float[] embedded = network.Parameters.ToArray();
        using var stream = new MemoryStream();
        new EmbeddedNet(seed: 5).Save(stream);
        stream.Position = 0;
        network.Load(stream);
        Assert.Equal(new EmbeddedNet(seed: 5).Parameters, network.Parameters);
        Assert.Equal(embedded, new EmbeddedNet().Parameters);
    }

    [Fact]
    public void CheckThemselves()
    {
        SelfCheckReport report = EmbeddedNet.SelfCheck();
        Assert.InRange(report.Samples, 1, 100);
        Assert.InRange(report.LargestError, 0f, 1e-5f);
    }

    /// <summary>The buffer of the parameters, and the little that finds the resource: nothing that grows with the weights.</summary>
    [Fact]
    public void AreCopiedOnceWithoutAnythingBeside()
    {
        long buffer = Allocation.Measure(10, static () => _ = new AlignedBuffer(EmbeddedNet.ParameterBufferLength)), embedded = Allocation.Measure(10, static () => _ = new EmbeddedNet());
        Assert.InRange(embedded - buffer, 0, 10 * 1_000);
    }

    [Fact]
    public void AreReadFromAnyAddress()
    {
        TensorInfo tensor = EmbeddedNet.Architecture.Tensors[0];
        float[] values = new EmbeddedNet().GetTensor(tensor.Name), expected = new float[tensor.Length], packed = new float[tensor.Length];
        TensorPacking.Pack(tensor, values, expected);
        byte[] bytes = WeightTypes.ToBytes(WeightType.Float32, values);
        for (int shift = 0; shift < 8; shift++)
        {
            byte[] shifted = new byte[bytes.Length + shift];
            bytes.CopyTo(shifted, shift);
            Array.Fill(packed, float.NaN);
            TensorPacking.Pack(tensor, WeightType.Float32, shifted.AsSpan(shift), packed);
            Assert.Equal(expected, packed);
        }
    }

    [Fact]
    public void AnotherFileThanTheCompiledOneIsRefused()
    {
        InvalidDataException other = Assert.Throws<InvalidDataException>(() => { EmbeddedWeights.Open(typeof(EmbeddedNet).Assembly, EmbeddedNet.File, 7); });
        Assert.Contains("the network was compiled for 7", other.Message);
        InvalidDataException missing = Assert.Throws<InvalidDataException>(() => { EmbeddedWeights.Open(typeof(EmbeddedNet).Assembly, "other", 7); });
        Assert.Contains("<NetGenWeights Include=\"other\" />", missing.Message);
    }

    [Fact]
    public void AStrangersFileIsKnownByItsFingerprint()
    {
        using var stream = new MemoryStream();
        new EmbeddedNet().Save(stream);
        stream.Position = 0;
        var network = new TanhNet(seed: 1);
        float[] before = network.Parameters.ToArray();
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => network.Load(stream));
        Assert.Contains(EmbeddedNet.Architecture.Fingerprint, exception.Message);
        Assert.Contains(TanhNet.Architecture.Fingerprint, exception.Message);
        Assert.Contains("ReLU", exception.Message);
        Assert.Equal(before, network.Parameters);

        // What only training knows is no other architecture.
        stream.Position = 0;
        var dropping = new DropoutNet(seed: 1);
        dropping.Load(stream);
        Assert.Equal(new EmbeddedNet().Parameters, dropping.Parameters);
    }
}
