using System;
using System.Linq;
using System.Threading;
using NetGen.Tests.Generated;
using Xunit;

namespace NetGen.Tests.Training;

/// <summary>Several threads that share one network get what one thread gets, bit for bit.</summary>
public sealed class ConcurrentInferenceTests
{
    private const int Samples = 37;
    private const int Rounds = 20;

    public static TheoryData<string> Networks => StaticNetworks.TheoryData;

    [Theory]
    [MemberData(nameof(Networks))]
    public void ThreadsDoNotDisturbEachOther(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        var random = new Random(1);
        float[] inputs = [.. Enumerable.Range(0, Samples * network.Info.InputSize).Select(_ => random.NextSingle() - 0.5f)];
        int[] expected = Compute(network, inputs);
        int equal = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < Rounds; round++)
                if (Compute(network, inputs).SequenceEqual(expected)) Interlocked.Increment(ref equal);
        }))];

        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(threads.Length * Rounds, equal);
    }

    /// <summary>The bits of all that a network says of the samples: one by one, together, and decided.</summary>
    private static int[] Compute(INetwork network, float[] inputs)
    {
        int size = network.Info.InputSize, outputSize = network.Info.OutputSize;
        float[] single = new float[Samples * outputSize], batch = new float[Samples * outputSize], classes = new float[Samples];
        network.ForwardBatch(inputs, batch);
        for (int i = 0; i < Samples; i++)
        {
            network.Forward(inputs.AsSpan(i * size, size), single.AsSpan(i * outputSize, outputSize));
            classes[i] = network.Predict(inputs.AsSpan(i * size, size));
        }

        return [.. single.Concat(batch).Concat(classes).Select(BitConverter.SingleToInt32Bits)];
    }
}
