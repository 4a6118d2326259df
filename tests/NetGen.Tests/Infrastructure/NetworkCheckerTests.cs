using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Generated;
using NetGen.Tests.Reference;
using Xunit;
using Xunit.Sdk;

namespace NetGen.Tests.Infrastructure;

/// <summary>The comparison of networks accepts one that is right and rejects small faults, naming them.</summary>
public sealed class NetworkCheckerTests
{
    private static readonly Architecture s_architecture =
        new("Net", 5, [new(33, Activation.Tanh), new(17, Activation.SiLU, UseBias: false), new(4, Activation.Softmax)]);

    private static readonly int[] s_batches = [1, 2, 5];

    [Fact]
    public void AcceptsWhatIsRight()
    {
        IReadOnlyList<Architecture> architectures = RandomArchitecture.Draw(1, 32);
        Assert.Equal(Enum.GetValues<Activation>().Order(), architectures.Select(architecture => architecture.OutputActivation).Distinct().Order());
        foreach (Architecture architecture in architectures.Where(architecture => architecture.Inputs < 60).Append(s_architecture))
            new NetworkChecker(architecture, new OracleNetwork(architecture), 1, 5).CheckAll(s_batches, LossCase.All);
    }

    [Theory]
    [InlineData("dense1.weight", 5 * 32 + 4, "dense1.weight[32, 4]")]
    [InlineData("dense1.bias", 16, "dense1.bias[16]")]
    [InlineData("dense3.weight", 3 * 17 + 1, "dense3.weight[3, 1]")]
    public void NamesTheValueThatIsWrong(string tensor, int index, string place)
    {
        NetworkInfo info = new OracleNetwork(s_architecture).Info;
        int position = ReferenceLayout.Position(info.Tensors.Single(candidate => candidate.Name == tensor), index);
        Reject(gradients => gradients[position] += 1e-3f, "dL/d" + place);
    }

    [Fact]
    public void RejectsGradientsInPadding()
    {
        NetworkInfo info = new OracleNetwork(s_architecture).Info;
        int padding = Array.IndexOf(ReferenceLayout.Used(info), false);
        Reject(gradients => gradients[padding] = 1e-30f, $"gradients[{padding}], which is padding");
    }

    [Fact]
    public void RejectsGradientsThatAreNotOfTheMean() => Reject(
        gradients =>
        {
            foreach (ref float gradient in gradients.AsSpan()) gradient *= 1.001f;
        },
        "dL/d");

    /// <summary>
    /// Half of the samples lose all that a layer takes: then the layer after it is at the kink of its activation whatever the input is, and the one after
    /// that is the same for all of them.
    /// </summary>
    [Fact]
    public void NetworksAtAKinkAreCompared()
    {
        var architecture = new Architecture(
            "Net", 3, [new(1, Activation.Tanh), new(7, Activation.ReLU, UseBias: false) { Dropout = 0.5f }, new(5, Activation.ELU), new(2)]);
        using var assembly = GeneratedAssembly.Compile([architecture], allowUnsafe: true);
        for (int seed = 1; seed <= 3; seed++) new NetworkChecker(architecture, assembly.Create(architecture), seed, 33).CheckTraining([33]);
    }

    private static void Reject(Action<float[]> fault, string message)
    {
        var checker = new NetworkChecker(s_architecture, new OracleNetwork(s_architecture) { Fault = fault }, 1, 5);
        FailException failure = Assert.Throws<FailException>(() => checker.CheckAll(s_batches, LossCase.All));
        Assert.Contains(message, failure.Message);
        Assert.Contains(s_architecture.ToSource(), failure.Message);
    }
}
