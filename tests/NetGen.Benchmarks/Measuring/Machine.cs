using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.Benchmarks.Measuring;

/// <summary>The machine that measures.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";

    /// <summary>Processor, system and runtime in one line.</summary>
    public static string Description =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.FrameworkDescription}, " +
        $"`Vector<float>` of {Vector<float>.Count} lanes, {(Vector512.IsHardwareAccelerated ? "with" : "without")} 512-bit vectors";

    /// <summary>Keeps this thread on one processor, where the system has a way to; measurements of one thread then do not wander.</summary>
    public static void UseOneProcessor()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows()) return;
        using Process process = Process.GetCurrentProcess();
        long allowed = process.ProcessorAffinity;
        process.ProcessorAffinity = (nint)(1L << BitOperations.Log2((ulong)allowed));
    }

    private static string Processor()
    {
        string[] lines = File.Exists(ProcessorFile) ? File.ReadAllLines(ProcessorFile) : [];
        string? Value(string key) => lines.FirstOrDefault(line => line.Split(':')[0].Trim() == key)?.Split(':', 2)[1].Trim();
        return Value("model name") is { } name
            ? $"{name} (family {Value("cpu family")}, model {Value("model")})"
            : RuntimeInformation.ProcessArchitecture.ToString();
    }
}
