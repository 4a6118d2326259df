using System;
using System.Collections.Generic;

namespace NetGen.Formats;

/// <summary>
/// Orders names as people do, numbers by their value: <c>layers.2</c> before <c>layers.10</c>. Files are sorted by letters, and say nothing else of the order
/// of layers.
/// </summary>
internal sealed class NaturalOrder : IComparer<string>
{
    /// <summary>The order.</summary>
    public static NaturalOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y)
    {
        ReadOnlySpan<char> a = x, b = y;
        while (!a.IsEmpty && !b.IsEmpty)
        {
            int digits = Digits(a), others = Digits(b);
            int order = digits > 0 && others > 0 ? CompareNumbers(a[..digits], b[..others]) : a[0].CompareTo(b[0]);
            if (order != 0) return order;
            a = a[Math.Max(1, digits)..];
            b = b[Math.Max(1, others)..];
        }

        int rest = a.Length.CompareTo(b.Length);
        return rest != 0 ? rest : string.CompareOrdinal(x, y);
    }

    // Numbers may be longer than any integer type.
    private static int CompareNumbers(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a.TrimStart('0');
        b = b.TrimStart('0');
        return a.Length != b.Length ? a.Length.CompareTo(b.Length) : a.SequenceCompareTo(b);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        int end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }
}
