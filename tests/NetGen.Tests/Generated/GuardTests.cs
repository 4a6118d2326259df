using System;
using System.Threading.Tasks;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>Nothing reads or writes outside the spans it is given: they lie at pages that must not be touched, in a process that would end.</summary>
public sealed class GuardTests
{
    [Theory]
    [InlineData(ChildTasks.GuardedNetworks)]
    [InlineData(ChildTasks.GuardedFunctions)]
    public async Task NothingLeavesItsSpans(string task)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Memory protection is not known on this system.");
        Assert.SkipWhen(ChildProcess.IsChild, "A child process starts no children.");
        ChildResult result = await ChildProcess.RunAsync([ChildProcess.TaskOption, task]);
        Assert.True(result.ExitCode == 0 && result.Output.EndsWith("done" + Environment.NewLine, StringComparison.Ordinal), $"{task}: {result}");
    }
}
