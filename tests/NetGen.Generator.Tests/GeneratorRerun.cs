using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading;
using Microsoft.CodeAnalysis;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>A run of the generator after another, over an edited compilation: why its steps ran.</summary>
internal sealed class GeneratorRerun
{
    private readonly GeneratorRunResult _second;

    public GeneratorRerun(Compilation before, Compilation after, WeightsText? weightsBefore = null, WeightsText? weightsAfter = null)
    {
        GeneratorDriver driver = GeneratorHarness.CreateDriver();
        if (weightsBefore is not null) driver = driver.AddAdditionalTexts([weightsBefore]);
        driver = driver.RunGenerators(before, CancellationToken.None);
        if (weightsBefore is not null) driver = driver.ReplaceAdditionalText(weightsBefore, weightsAfter!);
        _second = driver.RunGenerators(after, CancellationToken.None).GetRunResult().Results.Single();
    }

    /// <summary>Runs the generator over a compilation and over its copy: no step may have anything to do.</summary>
    public static void AssertAllCached(Compilation compilation)
    {
        GeneratorRerun rerun = new(compilation, compilation.Clone());
        Assert.Contains(TrackingNames.Parsed, rerun._second.TrackedSteps);
        Assert.All(AllNames(), name => Assert.All(rerun.ReasonsOf(name), static reason =>
            Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, $"{reason}")));
        Assert.All(rerun.OutputReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    /// <summary>Asserts why every output of every named step was made, in their order, and of the pipeline's ends, in any.</summary>
    public void AssertReasons(
        IncrementalStepRunReason[] parsed,
        IncrementalStepRunReason[] declaration,
        IncrementalStepRunReason[] lowered,
        IncrementalStepRunReason[] plan,
        IncrementalStepRunReason[] diagnostics,
        IncrementalStepRunReason[] output,
        IncrementalStepRunReason[]? weightsFiles = null,
        IncrementalStepRunReason[]? weighted = null)
    {
        Dictionary<string, IncrementalStepRunReason[]> expected = new()
        {
            [TrackingNames.Parsed] = parsed,
            [TrackingNames.Declaration] = declaration,
            [TrackingNames.WeightsFiles] = weightsFiles ?? [],
            [TrackingNames.Weighted] = weighted ?? lowered,
            [TrackingNames.Lowered] = lowered,
            [TrackingNames.Plan] = plan,
            [TrackingNames.Diagnostics] = diagnostics,
        };

        Assert.Equal(AllNames().Order(StringComparer.Ordinal), expected.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            [.. expected.Select(static step => $"{step.Key}: {string.Join(", ", step.Value)}"), $"Output: {string.Join(", ", output.Order())}"],
            [.. expected.Select(step => $"{step.Key}: {string.Join(", ", ReasonsOf(step.Key))}"), $"Output: {string.Join(", ", OutputReasons().Order())}"]);
    }

    private static IEnumerable<string> AllNames() =>
        typeof(TrackingNames).GetFields(BindingFlags.Static | BindingFlags.Public).Select(static field => (string)field.GetRawConstantValue()!);

    private IEnumerable<IncrementalStepRunReason> ReasonsOf(string name) => _second.TrackedSteps.TryGetValue(name, out var steps)
        ? steps.SelectMany(static step => step.Outputs).Select(static output => output.Reason)
        : [];

    private IEnumerable<IncrementalStepRunReason> OutputReasons() =>
        _second.TrackedOutputSteps.SelectMany(static steps => steps.Value).SelectMany(static step => step.Outputs).Select(static output => output.Reason);
}
