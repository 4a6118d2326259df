using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;

namespace NetGen.Tests.Weights;

/// <summary>What saving, loading and setting weights must do with any network. A subclass names the network.</summary>
public abstract class WeightsContract<TNetwork>
    where TNetwork : class, INetwork
{
    /// <summary>A network, with whatever weights.</summary>
    protected abstract TNetwork Create();

    [Fact]
    public void SavingAndLoadingKeepsEveryBit()
    {
        TNetwork saved = Randomized(1), loaded = Randomized(2);
        using var file = new TemporaryDirectory();
        saved.Save(file / "weights.safetensors");
        loaded.Load(file / "weights.safetensors");
        Assert.Equal(Bits(saved.Parameters), Bits(loaded.Parameters));

        using var stream = new MemoryStream();
        saved.Save(stream);
        Assert.Equal(File.ReadAllBytes(file / "weights.safetensors"), stream.ToArray());
    }

    [Fact]
    public void AStreamMayHandOutSingleBytesAndNeedNotSeek()
    {
        TNetwork saved = Randomized(1), loaded = Randomized(2);
        using var stream = new MemoryStream();
        saved.Save(stream);
        using var trickle = new TrickleStream(stream.ToArray());
        loaded.Load(trickle);
        Assert.Equal(Bits(saved.Parameters), Bits(loaded.Parameters));
    }

    [Fact]
    public void TensorsAreSetAndReadInTheirCanonicalShape()
    {
        TNetwork network = Create();
        foreach (TensorInfo tensor in network.Info.Tensors)
        {
            float[] before = network.Parameters.ToArray();
            float[] values = [.. Enumerable.Range(1, tensor.Count).Select(i => (float)i)];
            network.SetTensor(tensor.Name, values);
            Assert.Equal(values, network.GetTensor(tensor.Name));
            float[] copy = new float[tensor.Count];
            network.GetTensor(tensor.Name, copy);
            Assert.Equal(values, copy);

            // Only the tensor's own place has changed, and its padding is zero.
            ReadOnlySpan<float> after = network.Parameters;
            Assert.Equal(before[..tensor.Offset], after[..tensor.Offset]);
            Assert.Equal(before[(tensor.Offset + tensor.Length)..], after[(tensor.Offset + tensor.Length)..]);
            Assert.Equal(tensor.Length - tensor.Count, after.Slice(tensor.Offset, tensor.Length).Count(0f));

            float[] unchanged = after.ToArray();
            Assert.Throws<ArgumentException>("values", () => network.SetTensor(tensor.Name, new float[tensor.Count + 1]));
            Assert.Throws<ArgumentException>("destination", () => network.GetTensor(tensor.Name, new float[tensor.Count - 1]));
            values[^1] = float.NaN;
            Assert.Throws<ArgumentException>("values", () => network.SetTensor(tensor.Name, values));
            Assert.Equal(unchanged, network.Parameters);
        }

        ArgumentException exception = Assert.Throws<ArgumentException>("name", () => network.GetTensor("dense9.weight"));
        Assert.Contains(network.Info.Tensors[0].Name, exception.Message);
        Assert.Throws<ArgumentException>("name", () => network.SetTensor("dense9.weight", []));
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreNotSaved()
    {
        TNetwork network = Randomized(1);
        using var file = new TemporaryDirectory();
        network.Save(file / "weights.safetensors");
        byte[] before = File.ReadAllBytes(file / "weights.safetensors");
        TensorInfo last = network.Info.Tensors[^1];
        network.Parameters[last.Offset] = float.PositiveInfinity;
        Assert.Contains($"'{last.Name}'", Assert.Throws<InvalidOperationException>(() => network.Save(file / "weights.safetensors")).Message);
        Assert.Equal(before, File.ReadAllBytes(file / "weights.safetensors"));
        Assert.Equal(["weights.safetensors"], file.Names);
    }

    [Fact]
    public void AMutatedFileIsRefusedOrMeansWhatItSays()
    {
        TNetwork saved = Randomized(1), network = Randomized(2);
        using var stream = new MemoryStream();
        saved.Save(stream);
        byte[] original = stream.ToArray();
        int dataStart = 8 + BitConverter.ToInt32(original);
        int[] before = Bits(network.Parameters);

        var random = new Random(5);
        int refused = 0, loaded = 0;
        for (int i = 0; i < 1000; i++)
        {
            byte[] file = Mutate(original, dataStart, random, i % 5);
            try
            {
                network.Load(new MemoryStream(file));
            }
            catch (InvalidDataException)
            {
                Assert.Equal(before, Bits(network.Parameters));
                refused++;
                continue;
            }

            // It may differ from the original in the values, which must be those in the file, and in what the metadata say.
            Assert.Equal(original.Length, file.Length);
            List<float> values = [];
            foreach (TensorInfo tensor in network.Info.Tensors) values.AddRange(network.GetTensor(tensor.Name));
            Assert.Equal(MemoryMarshal.Cast<byte, float>(file.AsSpan(dataStart)).ToArray(), values);
            Assert.All(values, value => Assert.True(float.IsFinite(value)));
            int metadataEnd = original.AsSpan().IndexOf("\"},\""u8);
            Assert.Equal(original[metadataEnd..dataStart], file[metadataEnd..dataStart]);
            before = Bits(network.Parameters);
            loaded++;
        }

        Assert.True(refused > 500 && loaded > 50, $"{refused} were refused, {loaded} loaded.");
    }

    private static byte[] Mutate(byte[] original, int dataStart, Random random, int kind)
    {
        byte[] file = [.. original];
        switch (kind)
        {
            case 0:
                return file[..random.Next(file.Length)];
            case 1:
                return [.. file, .. new byte[random.Next(1, 20)]];
            case 2:
                file[random.Next(dataStart)] ^= (byte)(1 << random.Next(8));
                return file;
            case 3:
                for (int i = random.Next(1, 30); i > 0; i--) file[random.Next(dataStart)] = (byte)random.Next(256);
                return file;
            default:
                file[random.Next(dataStart, file.Length)] ^= (byte)(1 << random.Next(8));
                return file;
        }
    }

    private TNetwork Randomized(int seed)
    {
        TNetwork network = Create();
        var random = new Random(seed);
        foreach (TensorInfo tensor in network.Info.Tensors)
        {
            // Numbers of every size and sign, subnormal ones and −0 among them.
            float[] values = [.. Enumerable.Range(0, tensor.Count).Select(_ => BitConverter.Int32BitsToSingle(random.Next() | (random.Next(2) << 31)))];
            for (int i = 0; i < values.Length; i++) if (!float.IsFinite(values[i])) values[i] = i % 2 == 0 ? -0f : float.Epsilon;
            network.SetTensor(tensor.Name, values);
        }

        return network;
    }

    private static int[] Bits(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, int>(values).ToArray();

    /// <summary>Hands out one byte at a time, and cannot seek.</summary>
    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}

public sealed class PlainNetworkWeightsTests : WeightsContract<Training.PlainNetwork>
{
    protected override Training.PlainNetwork Create() => new();
}
