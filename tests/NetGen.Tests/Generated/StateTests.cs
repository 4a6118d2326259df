using System;
using System.Linq;
using System.Threading.Tasks;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>Networks keep no state but their parameters: no call leaves traces in another one.</summary>
public sealed class StateTests
{
    private const int Batch = 37;

    public static TheoryData<string> Networks => StaticNetworks.TheoryData;

    [Theory]
    [MemberData(nameof(Networks))]
    public void NaNAndInfinityStayInTheirSample(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        NetworkInfo info = network.Info;
        float[] parameters = network.Parameters.ToArray(), inputs = Inputs(info, Batch);
        (float[] outputs, float[] gradients) clean = Run(network, inputs);
        foreach (float bad in (ReadOnlySpan<float>)[float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue])
        {
            foreach (int sample in (ReadOnlySpan<int>)[0, 18, Batch - 1])
            {
                float[] spoiled = [.. inputs];
                spoiled[sample * info.InputSize] = bad;
                float[] outputs = Run(network, spoiled).Outputs;
                Assert.Equal(Without(clean.outputs, sample), Without(outputs, sample));
                if (float.IsNaN(bad)) Assert.Contains(Row(outputs, sample), float.IsNaN);
            }

            // Afterwards everything is as it was.
            (float[] outputs, float[] gradients) after = Run(network, inputs);
            Assert.Equal(clean.outputs, after.outputs);
            Assert.Equal(clean.gradients, after.gradients);
            Assert.Equal(parameters, network.Parameters.ToArray());
        }

        float[] Row(float[] values, int sample) => values[(sample * info.OutputSize)..((sample + 1) * info.OutputSize)];
        float[] Without(float[] values, int sample) => [.. values[..(sample * info.OutputSize)], .. values[((sample + 1) * info.OutputSize)..]];
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void DecisionsOnNaNAreRefused(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        float[] input = new float[network.Info.InputSize];
        input[^1] = float.NaN;
        Assert.Throws<ArgumentException>("input", () => network.Predict(input));
        input[^1] = 0;
        Assert.InRange(network.Predict(input), 0, Math.Max(1, network.Info.OutputSize - 1));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task ManyThreadsShareOneNetwork(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        float[] inputs = Inputs(network.Info, Batch);
        (float[] outputs, float[] gradients) expected = Run(network, inputs);
        Task[] tasks = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int round = 0; round < 10; round++)
            {
                (float[] outputs, float[] gradients) actual = Run(network, inputs);
                Assert.Equal(expected.outputs, actual.outputs);
                Assert.Equal(expected.gradients, actual.gradients);
            }
        }))];
        await Task.WhenAll(tasks);
    }

    /// <summary>What a call computes does not depend on where its spans lie.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void AlignmentDoesNotMatter(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        float[] inputs = Inputs(network.Info, Batch);
        (float[] outputs, float[] gradients) expected = Run(network, inputs);
        using var buffers = new Buffers(BufferKind.Marked);
        for (int shift = 0; shift < 4; shift++)
        {
            Span<float> input = buffers.Copy(inputs), outputs = buffers.Garbage(expected.outputs.Length), gradients = buffers.Garbage(expected.gradients.Length);
            network.ForwardBatch(input, outputs);
            network.BackwardBatch(input, outputs, gradients, accumulate: false);
            Assert.Equal(expected.outputs, outputs.ToArray());
            Assert.Equal(expected.gradients, gradients.ToArray());
        }
    }

    private static float[] Inputs(NetworkInfo info, int batch) => [.. Enumerable.Range(0, batch * info.InputSize).Select(k => MathF.Sin(k * 1.7f))];

    /// <summary>The outputs, and the gradients for dL/doutput = output.</summary>
    private static (float[] Outputs, float[] Gradients) Run(INetwork network, float[] inputs)
    {
        var outputs = new float[inputs.Length / network.Info.InputSize * network.Info.OutputSize];
        var gradients = new float[network.Info.ParameterBufferLength];
        network.ForwardBatch(inputs, outputs);
        network.BackwardBatch(inputs, outputs, gradients, accumulate: false);
        return (outputs, gradients);
    }
}
