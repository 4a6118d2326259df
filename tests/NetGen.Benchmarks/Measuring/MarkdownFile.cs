using System;
using System.IO;

namespace NetGen.Benchmarks.Measuring;

/// <summary>A Markdown file, of which one part is written by a program.</summary>
internal static class MarkdownFile
{
    /// <summary>Replaces what stands between the lines <c>&lt;!-- name:begin --&gt;</c> and <c>&lt;!-- name:end --&gt;</c>.</summary>
    /// <exception cref="InvalidOperationException">The file does not have the two lines.</exception>
    public static void ReplaceBlock(string path, string name, string content)
    {
        string text = File.ReadAllText(path), begin = $"<!-- {name}:begin -->\n", end = $"<!-- {name}:end -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal), to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from) throw new InvalidOperationException($"{path} lacks the line {begin.Trim()} or, after it, {end}.");
        File.WriteAllText(path, $"{text[..(from + begin.Length)]}{content}{text[to..]}");
    }
}
