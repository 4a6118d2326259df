using System;
using NetGen.Benchmarks.Measuring;

namespace NetGen.Benchmarks.Limits;

/// <summary>A table of times beside their bounds: the machine's best, and that of <c>Vector&lt;float&gt;</c> where it differs.</summary>
internal sealed class LimitTable(MachineLimit portable, MachineLimit? wide)
{
    private readonly MarkdownTable _table = wide is null
        ? new(1, "what", "least", "bound", "of the bound", "target", "")
        : new(1, "what", "least", "bound", $"of the bound", $"of {portable.Name}'s bound", "target", "");

    /// <summary>Adds a row.</summary>
    /// <param name="name">What was timed.</param>
    /// <param name="nanoseconds">The least time.</param>
    /// <param name="bound">The least time that a machine of these limits allows, in ns.</param>
    /// <param name="target">The part of the bound that is to be reached, if there is a target.</param>
    public void Add(string name, double nanoseconds, Func<MachineLimit, double> bound, double? target = null)
    {
        double ofPortable = bound(portable) / nanoseconds, best = wide is null ? ofPortable : Math.Min(ofPortable, bound(wide) / nanoseconds);
        string[] portablePart = wide is null ? [] : [Format.Percent(ofPortable)];
        _table.Add(
        [
            name, Format.Time(nanoseconds), Format.Time(best * nanoseconds), Format.Percent(best), .. portablePart,
            target is { } least ? $"≥ {Format.Percent(least)}" : "", target is null ? "" : best >= target ? "reached" : "missed",
        ]);
    }

    public override string ToString() => _table.ToString();
}
