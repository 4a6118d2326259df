using System.Threading.Tasks;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

namespace NetGen.Tests.Infrastructure;

/// <summary>
/// The entry point: the tests under <c>dotnet test</c>, the tests from the command line, or one of the tasks that tests run in a
/// process of their own because they may end it.
/// </summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (args is [ChildProcess.TaskOption, string task]) return ChildTasks.Run(task);
        return System.Array.IndexOf(args, "--server") >= 0
            ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await ConsoleRunner.Run(args);
    }
}
