using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>The parameters of generated networks: how they start, and what training leaves of their padding.</summary>
public sealed class ParameterTests
{
    public static TheoryData<string> Networks => StaticNetworks.TheoryData;

    public static TheoryData<string> Optimizers => [.. OptimizerCases.Names];

    [Theory]
    [MemberData(nameof(Networks))]
    public void TheSameSeedGivesTheSameParameters(string name)
    {
        float[] first = StaticNetworks.Create(name, 5).Parameters.ToArray();
        Assert.Equal(first, StaticNetworks.Create(name, 5).Parameters.ToArray());
        Assert.NotEqual(first, StaticNetworks.Create(name, 6).Parameters.ToArray());
        Assert.Equal(StaticNetworks.Create(name).Parameters.ToArray(), StaticNetworks.Create(name, 0).Parameters.ToArray());
        bool[] used = ReferenceLayout.Used(StaticNetworks.Create(name).Info);
        Assert.All(first.Index().Where(item => !used[item.Index]), item => Assert.Equal(0, item.Item));
    }

    // A change of these is a change of every experiment that was run from a seed.
    [Theory]
    [InlineData(nameof(Generated.Networks.IrisNetwork), "FF9E66494BAB1BAA")]
    [InlineData(nameof(Generated.Networks.ReLUNetwork), "EE662CF9EA8ECA50")]
    [InlineData(nameof(Generated.Networks.SELUNetwork), "CF1B243236DFE907")]
    public void ASeedGivesTheSameParametersOnEveryMachine(string name, string expected)
    {
        byte[] bytes = MemoryMarshal.AsBytes(StaticNetworks.Create(name, 42).Parameters).ToArray();
        Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(bytes))[..16]);
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void PaddingStaysZeroInTraining(string name)
    {
        foreach (string networkName in StaticNetworks.Names)
        {
            INetwork network = StaticNetworks.Create(networkName);
            NetworkInfo info = network.Info;
            IOptimizer optimizer = OptimizerCases.Create(name);
            bool[] used = ReferenceLayout.Used(info);
            float[] inputs = [.. Enumerable.Range(0, 9 * info.InputSize).Select(k => MathF.Sin(k * 1.7f))];
            float[] targets = [.. Enumerable.Range(0, 9 * info.OutputSize).Select(k => MathF.Abs(MathF.Cos(k)))];
            float[] gradients = new float[info.ParameterBufferLength], state = new float[optimizer.StateLength(gradients.Length)];
            for (int step = 1; step <= 20; step++)
            {
                network.BackwardBatch(inputs, targets, new LogCosh(), gradients, accumulate: false);
                optimizer.Update(network.Parameters, gradients, state, step, optimizer.LearningRate);
            }

            for (int k = 0; k < used.Length; k++)
            {
                if (used[k]) Assert.True(float.IsFinite(network.Parameters[k]), $"{networkName}: parameter {k} is {network.Parameters[k]}.");
                else Assert.True(network.Parameters[k] == 0 && gradients[k] == 0, $"{networkName}: padding {k} has become {network.Parameters[k]}.");
            }
        }
    }
}
