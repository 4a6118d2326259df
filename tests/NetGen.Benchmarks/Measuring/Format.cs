using System;
using System.Globalization;

namespace NetGen.Benchmarks.Measuring;

/// <summary>Numbers as the tables show them.</summary>
internal static class Format
{
    /// <summary>What stands where there is nothing to show.</summary>
    public const string None = "-";

    /// <summary>A time with three digits, in the unit that fits.</summary>
    public static string Time(double nanoseconds) => nanoseconds switch
    {
        < 999.5 => $"{Digits(nanoseconds)} ns",
        < 999.5e3 => $"{Digits(nanoseconds / 1e3)} µs",
        _ => $"{Digits(nanoseconds / 1e6)} ms",
    };

    /// <summary>The least time and, in parentheses, the median.</summary>
    public static string Time(Timing timing) => $"{Time(timing.Least)} ({Time(timing.Median)})";

    /// <summary>How many times as large.</summary>
    public static string Ratio(double ratio) => $"{Digits(ratio)}×";

    /// <summary>A part of one, in per cent.</summary>
    public static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{100 * part:0} %");

    /// <summary>A number with three digits, or all of them if there are more before the point.</summary>
    public static string Digits(double value) => Math.Abs(value) switch
    {
        < 9.995 => value.ToString("0.00", CultureInfo.InvariantCulture),
        < 99.95 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0", CultureInfo.InvariantCulture),
    };
}
