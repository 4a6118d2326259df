using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>A source with the places where diagnostics are expected written into it: <c>class {|NETGEN001,NETGEN005:Net|};</c>.</summary>
/// <param name="Text">The source without the marks.</param>
/// <param name="Expected">The ids and places, in the order of the source.</param>
internal sealed record MarkedSource(string Text, IReadOnlyList<(string Id, TextSpan Span)> Expected)
{
    public static MarkedSource Parse(string marked)
    {
        List<(string Id, TextSpan Span)> expected = [];
        string text = marked;
        for (int start = text.IndexOf("{|", StringComparison.Ordinal); start >= 0; start = text.IndexOf("{|", StringComparison.Ordinal))
        {
            int colon = text.IndexOf(':', start), end = text.IndexOf("|}", start, StringComparison.Ordinal);
            TextSpan span = TextSpan.FromBounds(start, end - (colon + 1 - start));
            expected.AddRange(text[(start + 2)..colon].Split(',').Select(id => (id, span)));
            text = text[..start] + text[(colon + 1)..end] + text[(end + 2)..];
        }

        return new(text, expected);
    }

    /// <summary>Runs the generator and its analyzer; the diagnostics must be those that are marked, with these messages, and no others.</summary>
    public static GeneratorRun Check(string marked, params IReadOnlyList<string> messages) => Check(marked, messages, GeneratorHarness.ParseOptions);

    public static GeneratorRun Check(string marked, IReadOnlyList<string> messages, CSharpParseOptions parseOptions, string? weights = null)
    {
        MarkedSource source = Parse(marked);
        CSharpCompilation compilation = GeneratorHarness.Compile(parseOptions, source.Text);
        IEnumerable<Diagnostic> diagnostics = GeneratorHarness.Diagnose(compilation, out GeneratorRun run, weights)
            .OrderBy(static diagnostic => diagnostic.Location.SourceSpan).ThenBy(static diagnostic => diagnostic.Id, StringComparer.Ordinal);

        List<string> expected = [], actual = [];
        for (int i = 0; i < source.Expected.Count; i++)
        {
            (string id, TextSpan span) = source.Expected[i];
            expected.Add(Describe(source.Text, id, span, i < messages.Count ? messages[i] : "(no message expected)"));
        }

        foreach (Diagnostic diagnostic in diagnostics)
        {
            Assert.Same(compilation.SyntaxTrees[0], diagnostic.Location.SourceTree);
            actual.Add(Describe(source.Text, diagnostic.Id, diagnostic.Location.SourceSpan, diagnostic.GetMessage(null)));
        }

        Assert.Equal(expected, actual);
        Assert.Equal(source.Expected.Count, messages.Count);
        return run;
    }

    private static string Describe(string text, string id, TextSpan span, string message) =>
        $"{id} at {span} '{text.Substring(span.Start, span.Length)}': {message}";
}
