using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace NetGen.Tests.Infrastructure;

/// <summary>Runs this test program a second time, with other settings of the runtime or for something that may end the process.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(5);

    public const string TaskOption = "--child-task";

    private const string Marker = "NETGEN_TESTS_CHILD";

    /// <summary>Whether this process was started by a test: such a one starts no further processes.</summary>
    public static bool IsChild => Environment.GetEnvironmentVariable(Marker) != null;

    /// <summary>Runs the program to its end.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">What to set in its environment.</param>
    /// <param name="timeout">When to end it by force.</param>
    public static async Task<ChildResult> RunAsync(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, TimeSpan? timeout = null)
    {
        using Process process = Start(arguments, environment);
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        Task exit = process.WaitForExitAsync();
        bool inTime = await Task.WhenAny(exit, Task.Delay(timeout ?? s_timeout)) == exit;
        if (!inTime) process.Kill(entireProcessTree: true);
        await exit;
        return new ChildResult(process.ExitCode, await output, await error + (inTime ? "" : "\nEnded by force: it took too long."));
    }

    /// <summary>Runs the program until it writes a line, and ends it by force some time after that.</summary>
    /// <param name="arguments">Its command line.</param>
    /// <param name="environment">What to set in its environment.</param>
    /// <param name="line">The line.</param>
    /// <param name="delay">The time after it.</param>
    /// <exception cref="InvalidOperationException">It has ended by itself.</exception>
    /// <exception cref="TimeoutException">It writes no such line; it is ended.</exception>
    public static async Task KillAsync(IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string line, TimeSpan delay)
    {
        using Process process = Start(arguments, environment);
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            for (string? written = ""; written != line;)
            {
                written = await process.StandardOutput.ReadLineAsync().WaitAsync(s_timeout);
                if (written is null) throw new InvalidOperationException($"The process has ended: {await error}");
            }

            await Task.Delay(delay);
            if (process.HasExited) throw new InvalidOperationException($"The process has ended: {await error}");
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static Process Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment)
    {
        if (IsChild) throw new InvalidOperationException("A child process starts no children.");
        string assembly = typeof(ChildProcess).Assembly.Location;
        string host = Environment.ProcessPath!;
        bool hosted = Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        var start = new ProcessStartInfo(host, hosted ? arguments.Prepend(assembly) : arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment[Marker] = "1";
        // A crash that a test provokes needs no dump.
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

/// <summary>How a child process ended.</summary>
internal sealed record ChildResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}
