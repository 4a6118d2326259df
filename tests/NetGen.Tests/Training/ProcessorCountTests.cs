using System.Collections.Generic;
using System.Threading.Tasks;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Training;

/// <summary>Training with several workers, in processes that have so many cores.</summary>
public sealed class ProcessorCountTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task TheWeightsAreTheSameOnAnyNumberOfCoresAndStepsAllocateNothing(int cores)
    {
        Assert.SkipWhen(ChildProcess.IsChild, "A child process starts no children.");
        var environment = new Dictionary<string, string> { ["DOTNET_PROCESSOR_COUNT"] = $"{cores}" };
        ChildResult result = await ChildProcess.RunAsync([ChildProcess.TaskOption, ChildTasks.TrainInParallel], environment);
        Assert.True(result.ExitCode == 0, $"{result}");
        Assert.Contains($"weights {ParallelTraining.Train()}\n", result.Output.ReplaceLineEndings("\n"));
    }
}
