using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using NetGen.Tests.Infrastructure;
using NetGen.Tests.Weights;
using Xunit;

namespace NetGen.Tests.Training;

public sealed class KilledTrainingTests
{
    private const int Trainings = 2;
    private const int KillsOfEach = 50;

    [Fact]
    public async Task ATrainingThatIsKilledAHundredTimesIsTheSameAsOneThatIsNot()
    {
        Assert.SkipWhen(ChildProcess.IsChild, "A child process starts no children.");
        (long Step, int Weights)[] found = [.. (await Task.WhenAll(Enumerable.Range(0, Trainings).Select(KillAgainAndAgain))).SelectMany(states => states)];
        Assert.Equal(Trainings * KillsOfEach, found.Length);
        int[] expected = KilledTraining.SumsAfter(found.Max(state => state.Step));
        Assert.All(found, state => Assert.Equal(expected[state.Step], state.Weights));
    }

    /// <summary>Kills a training at a random moment, and the one that goes on from its checkpoint; returns what each checkpoint had.</summary>
    private static async Task<List<(long Step, int Weights)>> KillAgainAndAgain(int seed)
    {
        using var directory = new TemporaryDirectory();
        var environment = new Dictionary<string, string> { [KilledTraining.PathVariable] = directory / "run" };
        var random = new Random(seed);
        var found = new List<(long Step, int Weights)>();
        while (found.Count < KillsOfEach)
        {
            var delay = TimeSpan.FromMilliseconds(20 + 130 * random.NextDouble());
            await ChildProcess.KillAsync([ChildProcess.TaskOption, ChildTasks.TrainWithCheckpoints], environment, KilledTraining.Started, delay);
            Assert.Contains(string.Join(", ", directory.Names), (string[])["run", "run, run.partial"]);
            (long step, int weights) = KilledTraining.Read(directory / "run");
            Assert.True(step > (found.Count == 0 ? 0 : found[^1].Step), $"After {found.Count + 1} kills the checkpoint is of step {step}.");
            found.Add((step, weights));
        }

        return found;
    }
}
