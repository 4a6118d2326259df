using System;
using System.Globalization;
using System.IO;

namespace Inference;

/// <summary>The physical memory that this process takes, as the Linux kernel counts it (proc_pid_status(5)), in KiB.</summary>
internal static class ProcessMemory
{
    /// <summary>What it takes now; -1 where that is not known.</summary>
    public static int Resident => Read("VmRSS:");

    /// <summary>The most that it has taken; -1 where that is not known.</summary>
    public static int Peak => Read("VmHWM:");

    private static int Read(string name)
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return -1;
        foreach (string line in File.ReadLines(Status))
        {
            if (line.StartsWith(name, StringComparison.Ordinal))
                return int.Parse(line.AsSpan(name.Length).TrimEnd("kB"), NumberStyles.Integer, CultureInfo.InvariantCulture);
        }

        return -1;
    }
}
