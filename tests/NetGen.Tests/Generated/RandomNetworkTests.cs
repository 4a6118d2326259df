using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Reference;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>
/// Random architectures, compiled by the real generator in memory, against the reference. The seed is new in every run and is shown by every failure;
/// NETGEN_SEED sets it, NETGEN_ARCHITECTURES the number of architectures.
/// </summary>
public abstract class RandomNetworkTests(int half)
{
    private const int GroupSize = 20;

    // Of those that fit: each is compiled anew for each network. The declared networks take them all.
    private const int LossesPerNetwork = 3;

    private static readonly int s_groups =
        (int.TryParse(Environment.GetEnvironmentVariable("NETGEN_ARCHITECTURES"), out int count) ? count : 200) / GroupSize;

    private static readonly int[] s_batches = [1, 2, 3, 5, 7, 33, 64, 65, 100];

    [Fact]
    public void RandomNetworksAgreeWithTheReference()
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"NETGEN_SEED={RandomArchitecture.Seed}");
        for (int group = half; group < s_groups; group += 2) CheckGroup(unchecked(RandomArchitecture.Seed + group * 7919), group % 4 < 2);
    }

    /// <summary>Checks some networks of one compilation; of those that fail, the smallest is shown.</summary>
    private static void CheckGroup(int seed, bool allowUnsafe)
    {
        IReadOnlyList<Architecture> architectures = RandomArchitecture.Draw(seed, GroupSize);
        using var assembly = GeneratedAssembly.Compile(architectures, allowUnsafe);
        var failures = new List<(Architecture Architecture, Exception Exception)>();
        foreach ((int index, Architecture architecture) in architectures.Index())
        {
            try
            {
                IEnumerable<LossCase> losses = LossCase.Some(architecture, LossesPerNetwork, seed + index);
                var checker = new NetworkChecker(architecture, assembly.Create(architecture), seed, s_batches[^1]);
                checker.CheckAll(s_batches, losses);
                checker.CheckTraining([33]);
            }
            catch (Exception exception)
            {
                failures.Add((architecture, exception));
            }
        }

        if (failures.Count == 0) return;
        Exception smallest = failures.MinBy(failure => new TensorSet(failure.Architecture).Tensors.Sum(tensor => tensor.Values.Length)).Exception;
        Assert.Fail($"NETGEN_SEED={RandomArchitecture.Seed}: {failures.Count} of {GroupSize} networks fail; the smallest:\n{smallest}");
    }
}

/// <summary>Two classes, so that two processors share the work.</summary>
public sealed class FirstRandomNetworkTests() : RandomNetworkTests(0);

/// <inheritdoc cref="FirstRandomNetworkTests"/>
public sealed class SecondRandomNetworkTests() : RandomNetworkTests(1);
