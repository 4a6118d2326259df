using System;
using System.Linq;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>Generated networks against the reference. Runs once more for each number of lanes: see <see cref="LaneTests"/>.</summary>
public sealed class NumericTests
{
    private static readonly int[] s_batches = [1, 2, 3, 5, 7, 33, 64, 65, 100];

    public static TheoryData<string> Networks => StaticNetworks.TheoryData;

    [Theory]
    [MemberData(nameof(Networks))]
    public void DeclaredNetworksAgreeWithTheReference(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        var checker = new NetworkChecker(StaticNetworks.Architecture(name), network, 1, s_batches[^1]);
        checker.CheckAll(s_batches, LossCase.All);
        checker.CheckTraining([1, 3, 33, 65]);
    }

    [Fact]
    public void DeclaredNetworksHaveEveryActivationInsideAndAtTheEnd()
    {
        Architecture[] architectures = [.. StaticNetworks.Names.Select(StaticNetworks.Architecture)];
        Assert.Equal(
            Enum.GetValues<Activation>(), architectures.SelectMany(architecture => architecture.Layers[..^1]).Select(layer => layer.Activation).Distinct().Order());
        Assert.Equal(Enum.GetValues<Activation>(), architectures.Select(architecture => architecture.OutputActivation).Distinct().Order());
    }

    [Fact]
    public void VectorsHaveAsManyLanesAsTheParentProcessAskedFor()
    {
        string? expected = Environment.GetEnvironmentVariable(LaneTests.ExpectedLanes);
        Assert.Equal(expected ?? $"{ChildTasks.Lanes}", $"{ChildTasks.Lanes}");
    }
}
