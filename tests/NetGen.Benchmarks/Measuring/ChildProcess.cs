using System;
using System.Diagnostics;
using System.IO;
using System.Reflection;

namespace NetGen.Benchmarks.Measuring;

/// <summary>This program, started anew.</summary>
internal static class ChildProcess
{
    /// <summary>Runs the program with the default settings of the JIT and returns what it prints.</summary>
    public static string Run(params string[] arguments)
    {
        string host = Environment.ProcessPath ?? throw new InvalidOperationException("The path of this process is not known.");
        bool isDotNet = Path.GetFileNameWithoutExtension(host) == "dotnet";
        var start = new ProcessStartInfo(host, isDotNet ? [Assembly.GetExecutingAssembly().Location, .. arguments] : arguments) { RedirectStandardOutput = true };
        start.Environment["DOTNET_TieredCompilation"] = "1";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The process {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
        return output;
    }
}
