using System;
using System.Linq;
using System.Threading.Tasks;
using NetGen.Kernels;
using Xunit;

namespace NetGen.Tests.Infrastructure;

/// <summary>What the other tests measure with can itself fail.</summary>
public sealed class InfrastructureTests
{
    private static object? s_kept;

    [Theory]
    [InlineData(ChildTasks.ReadBehindTheEnd)]
    [InlineData(ChildTasks.ReadBeforeTheStart)]
    public async Task TouchingAGuardEndsTheProcess(string task)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Memory protection is not known on this system.");
        Assert.SkipWhen(ChildProcess.IsChild, "A child process starts no children.");
        ChildResult result = await ChildProcess.RunAsync([ChildProcess.TaskOption, task]);
        Assert.Contains("inside 2", result.Output);
        Assert.DoesNotContain("outside", result.Output);
        Assert.NotEqual(0, result.ExitCode);
    }

    [Theory]
    [InlineData(GuardedEnd.Start)]
    [InlineData(GuardedEnd.End)]
    public void GuardedMemoryIsWritableThroughout(GuardedEnd end)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Memory protection is not known on this system.");
        foreach (int length in (int[])[0, 1, 17, 1024, 5000])
        {
            using var memory = new GuardedMemory(length, end);
            memory.Span.Fill(3);
            Assert.Equal(-1, memory.Span.IndexOfAnyExcept(3f));
        }
    }

    [Fact]
    public void EveryLossAndUpdateRuleOfTheLibraryIsAmongTheCases()
    {
        Type[] types = typeof(INetwork).Assembly.GetExportedTypes();

        // The targets of distillation are of a length of their own; SoftTargetTests have them.
        Type[] losses = [.. LossCase.All.Select(loss => loss.LossType), typeof(GivenOutputGradient), typeof(DistillationLoss)];
        Assert.Empty(types.Where(type => type.IsAssignableTo(typeof(ILoss)) && !type.IsInterface).Except(losses));
        Assert.Empty(types.Where(type => type.IsAssignableTo(typeof(IOptimizer)) && !type.IsInterface).Select(type => type.Name).Except(OptimizerCases.Names));
    }

    [Fact]
    public void MeasuringAllocationSeesOne()
    {
        Assert.Equal(0, Allocation.Measure(1000, () => { }));
        // One object, two fields of header and one of content: 24 bytes on 64-bit systems.
        Assert.InRange(Allocation.Measure(1000, () => s_kept = new object()), 1000 * 2 * IntPtr.Size, 1000 * 4 * IntPtr.Size);
        Assert.NotNull(s_kept);
    }
}
