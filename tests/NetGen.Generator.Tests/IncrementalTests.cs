using Microsoft.CodeAnalysis.CSharp;
using Xunit;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace NetGen.Generator.Tests;

/// <summary>Why each step runs again, after the edits of a working day.</summary>
public sealed class IncrementalTests
{
    private const string Source =
        """
        [Network(4)]
        [Dense(3, Activation.Tanh)]
        [Dense(2)]
        partial class Net;
        """;

    [Fact]
    public void SecondRunIsCached() => GeneratorRerun.AssertAllCached(GeneratorHarness.Compile(Source));

    [Fact]
    public void UnrelatedFileAdded() => Edit(Source, static compilation => compilation.AddSyntaxTrees(GeneratorHarness.Parse("class Other;", "Other.cs")))
        .AssertReasons(parsed: [Unchanged], declaration: [Cached], lowered: [Cached], plan: [Cached], diagnostics: [], output: [Cached]);

    [Fact]
    public void CommentAddedAbove() => Edit(Source, "// A comment.\n" + Source)
        .AssertReasons(parsed: [Modified], declaration: [Unchanged], lowered: [Cached], plan: [Cached], diagnostics: [], output: [Cached]);

    [Fact]
    public void ClassMovedDown() => Edit(Source, Source.Replace("[Network(4)]", "class Other { void M() { } }\n\n[Network(4)]"))
        .AssertReasons(parsed: [Modified], declaration: [Unchanged], lowered: [Cached], plan: [Cached], diagnostics: [], output: [Cached]);

    [Fact]
    public void ArgumentWrittenDifferently() => Edit(Source, Source.Replace("Dense(2)", "DenseAttribute(units: 1 + 1)"))
        .AssertReasons(parsed: [Modified], declaration: [Unchanged], lowered: [Cached], plan: [Cached], diagnostics: [], output: [Cached]);

    [Fact]
    public void MemberAddedToTheClass() => Edit(Source, Source.Replace("partial class Net;", "partial class Net { void Train() { } }"))
        .AssertReasons(parsed: [Modified], declaration: [Unchanged], lowered: [Cached], plan: [Cached], diagnostics: [], output: [Cached]);

    [Fact]
    public void AnotherNetworkAdded() => Edit(
            Source, static compilation => compilation.AddSyntaxTrees(GeneratorHarness.Parse(Source.Replace("Net;", "Other;"), "Other.cs")))
        .AssertReasons(
            parsed: [Unchanged, New], declaration: [Cached, New], lowered: [Cached, New], plan: [Cached, New], diagnostics: [], output: [Cached, New]);

    [Fact]
    public void LayerChanged() => Edit(Source, Source.Replace("Dense(2)", "Dense(5)"))
        .AssertReasons(parsed: [Modified], declaration: [Modified], lowered: [Modified], plan: [Modified], diagnostics: [], output: [Modified]);

    [Fact]
    public void ClassRenamed() => Edit(Source, Source.Replace("class Net", "class Other"))
        .AssertReasons(parsed: [Modified], declaration: [Modified], lowered: [Modified], plan: [Modified], diagnostics: [], output: [Modified]);

    [Fact]
    public void NetworkRemoved() => Edit(Source, "class Other;")
        .AssertReasons(parsed: [Removed], declaration: [Removed], lowered: [Removed], plan: [Removed], diagnostics: [], output: [Removed]);

    /// <summary>Beside a fine network in a file of its own, one with an error: moving the error moves the diagnostic and nothing else.</summary>
    [Fact]
    public void ErrorMoved()
    {
        const string Error = "[Network(4), Dense(2)] abstract partial class Broken;";
        CSharpCompilation before = GeneratorHarness.Compile(Source, Error);

        new GeneratorRerun(before, before.ReplaceSyntaxTree(before.SyntaxTrees[1], GeneratorHarness.Parse("\n" + Error, "Source1.cs"))).AssertReasons(
            parsed: [Unchanged, Modified], declaration: [Cached], lowered: [Cached], plan: [Cached], diagnostics: [Modified], output: [Cached, Modified]);
        new GeneratorRerun(before, before.AddSyntaxTrees(GeneratorHarness.Parse("class Other;", "Other.cs"))).AssertReasons(
            parsed: [Unchanged, Unchanged], declaration: [Cached], lowered: [Cached], plan: [Cached], diagnostics: [Cached], output: [Cached, Cached]);
    }

    [Fact]
    public void ErrorMendedAndMade()
    {
        const string Error = "[Network(4), Dense(2)] abstract partial class Net;";
        string mended = Error.Replace("abstract ", "");

        Edit(Error, mended).AssertReasons(
            parsed: [Modified], declaration: [New], lowered: [New], plan: [New], diagnostics: [Removed], output: [Removed, New]);
        Edit(mended, Error).AssertReasons(
            parsed: [Modified], declaration: [Removed], lowered: [Removed], plan: [Removed], diagnostics: [New], output: [Removed, New]);
    }

    private static GeneratorRerun Edit(string before, string after) =>
        Edit(before, compilation => compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], GeneratorHarness.Parse(after)));

    private static GeneratorRerun Edit(string before, System.Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(before);
        return new(compilation, edit(compilation));
    }
}
