using System;
using System.Linq;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>Layers of thousands of units, which the reference would take too long for as a whole: some outputs and some gradients.</summary>
public sealed class WideNetworkTests
{
    private const int Width = 4096;
    private const int Batch = 5;

    // Of each 4096 outputs or weights.
    private static readonly int[] s_some = [0, 1, 15, 16, 31, 32, 1000, 4079, 4080, 4095];

    [Fact]
    public void SomeOutputsAndGradientsAreThoseOfPlainLoops()
    {
        var architecture = new Architecture("Wide", Width, [new(Width, Activation.ReLU), new(Width, Activation.Identity)]);
        using var assembly = GeneratedAssembly.Compile([architecture]);
        INetwork network = assembly.Create(architecture);
        float[] w1 = network.GetTensor("dense1.weight"), w2 = network.GetTensor("dense2.weight");
        float[] inputs = Values(Batch * Width), dy = Values(Batch * Width);
        float[] outputs = new float[Batch * Width], gradients = new float[network.Info.ParameterBufferLength], output = new float[Width];

        network.ForwardBatch(inputs, outputs);
        network.BackwardBatch(inputs, dy, gradients, accumulate: false);

        double[][] hidden = [.. Enumerable.Range(0, Batch).Select(m => Hidden(w1, inputs.AsSpan(m * Width, Width)))];
        for (int m = 0; m < Batch; m++)
        {
            network.Forward(inputs.AsSpan(m * Width, Width), output);
            foreach (int o in s_some)
            {
                double expected = hidden[m].Select((h, i) => h * w2[o * Width + i]).Sum();
                Assert.Equal(expected, output[o], 1e-4);
                Assert.Equal(expected, outputs[m * Width + o], 1e-4);
            }
        }

        float[] dw2 = new float[w2.Length];
        TensorInfo tensor = network.Info.Tensors.Single(tensor => tensor.Name == "dense2.weight");
        TensorPacking.Unpack(tensor, gradients.AsSpan(tensor.Offset, tensor.Length), dw2);
        foreach (int o in s_some)
        {
            foreach (int i in s_some)
                Assert.Equal(Enumerable.Range(0, Batch).Sum(m => dy[m * Width + o] * hidden[m][i]), dw2[o * Width + i], 1e-4);
        }
    }

    private static double[] Hidden(float[] w, ReadOnlySpan<float> x)
    {
        var h = new double[Width];
        for (int o = 0; o < Width; o++)
        {
            double z = 0;
            for (int i = 0; i < Width; i++) z += (double)w[o * Width + i] * x[i];
            h[o] = Math.Max(0, z);
        }

        return h;
    }

    private static float[] Values(int count) => [.. Enumerable.Range(1, count).Select(k => MathF.Sin(k * 1.3f))];
}
