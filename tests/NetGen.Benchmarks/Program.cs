using System.CommandLine;
using NetGen.Benchmarks.Commands;

var root = new RootCommand("Measures NetGen: against other ways to compute the same, and against the limits of the machine.")
{
    CompareCommand.Create(),
    LimitsCommand.Create(),
    JitCommand.Create(),
    TailCommand.Create(),
    RemaindersCommand.Create(),
    GrowthCommand.Create(),
    PrivateCommand.Create(),
    JobsCommand.Create(),
    BenchmarkDotNetCommand.Create(),
};
return root.Parse(args).Invoke();
