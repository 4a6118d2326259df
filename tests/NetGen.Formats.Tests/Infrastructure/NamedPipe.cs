using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Xunit;

namespace NetGen.Formats.Tests.Infrastructure;

/// <summary>Pipes with a name, to which nobody writes.</summary>
internal static class NamedPipe
{
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(1);

    public static void Create(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Pipes are files on Linux.");
        using Process process = Process.Start("mkfifo", [path]);
        Assert.True(process.WaitForExit(_limit));
        Assert.Equal(0, process.ExitCode);
    }

    /// <summary>Runs what would wait for ever if it opened a pipe.</summary>
    public static Task<T> Within<T>(Func<T> run) => Task.Run(run).WaitAsync(_limit, TestContext.Current.CancellationToken);
}
