using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace NetGen.Package.Tests;

/// <summary>Runs commands.</summary>
internal static class Command
{
    private static readonly TimeSpan _timeLimit = TimeSpan.FromMinutes(5);

    /// <summary>The dotnet command.</summary>
    public static string DotNet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    /// <summary>Runs the dotnet command to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">The command failed; the message has its output.</exception>
    public static Task<string> DotNetAsync(string workingDirectory, params string[] arguments) => RunAsync(DotNet, workingDirectory, "", arguments);

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has its output.</exception>
    public static async Task<string> RunAsync(string program, string workingDirectory, string input, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Nothing of a surrounding build may leak into this one, and no build node may stay behind with the output open.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        using var limit = new CancellationTokenSource(_timeLimit);
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            string text = await output + await error;
            return process.ExitCode == 0
                ? text
                : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>The first of some programs that can be run by its name; null if there is none.</summary>
    public static string? Find(params string[] programs) =>
        programs.FirstOrDefault(program => (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Any(folder => File.Exists(Path.Combine(folder, program))));
}
