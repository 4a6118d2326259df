using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Diagnostics;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>Every diagnostic about the class and its attributes: its id, its place, its message, and no other beside it.</summary>
public sealed class DiagnosticTests
{
    /// <summary>Sources with the marks of <see cref="MarkedSource"/>, and the messages. What lowering finds is in <see cref="LoweringDiagnosticTests"/>.</summary>
    public static TheoryData<string, string[]> Cases { get; } = new()
    {
        {
            "[Network(4), Dense(2)] class {|NETGEN001:Net|};",
            ["'Net' declares a network, so it must be partial: the other half is generated"]
        },
        {
            """
            class {|NETGEN002:Outer|}
            {
                partial struct Middle
                {
                    interface {|NETGEN002:Inner|}
                    {
                        [Network(4), Dense(2)] partial class Net;
                    }
                }
            }
            """,
            [
                "'Outer' contains the network 'Net', so it must be partial, too",
                "'Inner' contains the network 'Net', so it must be partial, too",
            ]
        },
        { "[Network(4), Dense(2)] partial struct {|NETGEN003:Net|};", ["'Net' declares a network, so it must be a class; it is a struct"] },
        { "[Network(4), Dense(2)] partial record {|NETGEN003:Net|};", ["'Net' declares a network, so it must be a class; it is a record"] },
        {
            "[Network(4), Dense(2)] record struct {|NETGEN003:Net|};",
            ["'Net' declares a network, so it must be a class; it is a record struct"]
        },
        {
            "[Network(4), Dense(2)] partial interface {|NETGEN003:Net|};",
            ["'Net' declares a network, so it must be a class; it is an interface"]
        },
        {
            "[Network(4), Dense(2)] partial class {|NETGEN004:Net|}<T>;",
            ["The network 'Net' cannot be generic, nor inside a generic type: 'Net' has type parameters"]
        },
        {
            "partial class Outer<T> { [Network(4), Dense(2)] partial class {|NETGEN004:Net|}; }",
            ["The network 'Net' cannot be generic, nor inside a generic type: 'Outer' has type parameters"]
        },
        {
            "[Network(4), Dense(2)] static partial class {|NETGEN005:Net|};",
            ["The network 'Net' cannot be static, since nobody could construct it"]
        },
        {
            "[Network(4), Dense(2)] abstract partial class {|NETGEN005:Net|};",
            ["The network 'Net' cannot be abstract, since nobody could construct it"]
        },
        {
            "[Network(4)] partial class {|NETGEN006:Net|};",
            ["The network 'Net' has no layers; write them below [Network], as in [Dense(10)]"]
        },
        {
            """
            [Network(4)]
            [Dense(3)]
            partial class Net;
            [{|NETGEN007:Dense(2)|}]
            partial class Net;
            """,
            ["The layers of 'Net' are spread over several declarations, which leaves their order open; write them and [Network] on the same one"]
        },
        {
            """
            [{|NETGEN007:Dense(2)|}]
            partial class Net;
            [Network(4)]
            partial class Net;
            """,
            ["The layers of 'Net' are spread over several declarations, which leaves their order open; write them and [Network] on the same one"]
        },
        {
            """
            [Network(4), Dense(2)]
            partial class Net
            {
                public {|NETGEN013:Net|}(int seed) { }
                public {|NETGEN013:Net|}() { }
                static Net() { }
                public Net(string path) { }
                private float[]? {|NETGEN013:_parameters|};
                public int {|NETGEN013:Parameters|}() => 0;
                public class {|NETGEN013:Architecture|};
                public int Info;
                public event Action? {|NETGEN013:Forward|};
                public void {|NETGEN013:Backward|}<T>(ReadOnlySpan<float> a, ReadOnlySpan<float> b, T c, Span<float> d, Span<float> e, bool f) { }
                public int {|NETGEN013:Predict|}(ReadOnlySpan<float> sample) => 0;
                public int Predict(float[] sample) => 0;
                public int Predict(ref ReadOnlySpan<float> sample) => 0;
                public void ForwardBatch(float[] inputs, float[] outputs) { }
                public int parameters;
            }
            """,
            [
                "The network 'Net' cannot declare 'Net(int)': the generated half has this member",
                "The network 'Net' cannot declare 'Net()': the generated half has this member",
                "The network 'Net' cannot declare '_parameters': the generated half has this member",
                "The network 'Net' cannot declare 'Parameters': the generated half has this member",
                "The network 'Net' cannot declare 'Architecture': the generated half has this member",
                "The network 'Net' cannot declare 'Forward': the generated half has this member",
                "The network 'Net' cannot declare 'Backward': the generated half has this member",
                "The network 'Net' cannot declare 'Predict': the generated half has this member",
            ]
        },
        {
            "[{|NETGEN023:Dense(3)|}, Dense(2)] partial class Net;",
            ["'Net' has layers, and no [Network] above them: nothing is generated"]
        },
        {
            "[{|NETGEN023:Weights(\"net.safetensors\")|}] partial class Net;",
            ["'Net' has weights, and no [Network] above them: nothing is generated"]
        },
        {
            "[Weights(\"net.safetensors\"), {|NETGEN023:Dense(3)|}] partial class Net;",
            ["'Net' has layers, and no [Network] above them: nothing is generated"]
        },
        {
            "[Network(4), Dense(2)] file partial class {|NETGEN024:Net|};",
            ["The network 'Net' cannot be file-local, nor inside a file-local type: 'Net' has no other half in a generated file"]
        },
        {
            "file partial class Outer { [Network(4), Dense(2)] internal partial class {|NETGEN024:Net|}; }",
            ["The network 'Net' cannot be file-local, nor inside a file-local type: 'Outer' has no other half in a generated file"]
        },
        {
            "[Network(4), Dense(2)] partial class {|NETGEN025:Predict|};",
            ["The network cannot be named 'Predict', since its generated half has a member of that name"]
        },
        {
            "[Network(4), Dense(2)] partial class Net{|NETGEN026:(string name)|} { public string Name => name; }",
            ["The network 'Net' cannot have a primary constructor, since the generated one would have to call it"]
        },
        {
            "class Base(int size) { public int Size => size; } [Network(4), Dense(2)] partial class {|NETGEN027:Net|} : Base { Net(string a) : base(1) { } }",
            ["'Base' has no accessible constructor without parameters for the network 'Net' to call"]
        },
        {
            "class Base { private protected Base(int size) { } private Base() { } } [Network(4), Dense(2)] partial class {|NETGEN027:Net|} : Base { Net(string a) : base(1) { } }",
            ["'Base' has no accessible constructor without parameters for the network 'Net' to call"]
        },
        {
            "class Base { public int Parameters; } class Middle : Base; [Network(4), Dense(2)] partial class {|NETGEN028:Net|} : Middle;",
            ["The network 'Net' cannot derive from 'Base': the generated half would hide its Parameters"]
        },
        {
            "class Base { protected int Predict(ReadOnlySpan<float> x) => 1; } [Network(4), Dense(2)] partial class {|NETGEN028:Net|} : Base;",
            ["The network 'Net' cannot derive from 'Base': the generated half would hide its Predict"]
        },
        {
            "[Network(4), Dense(2)] partial class First; [Network(4), Dense(2)] partial class {|NETGEN028:Net|} : First;",
            ["The network 'Net' cannot derive from 'First': it is a network, too"]
        },
        {
            "class {|NETGEN002:Outer|} { [Network(4), Dense(2)] static class {|NETGEN001,NETGEN005:Net|} { public static int {|NETGEN013:Architecture|}; } }",
            [
                "'Outer' contains the network 'Net', so it must be partial, too",
                "'Net' declares a network, so it must be partial: the other half is generated",
                "The network 'Net' cannot be static, since nobody could construct it",
                "The network 'Net' cannot declare 'Architecture': the generated half has this member",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsReported(string source, string[] messages)
    {
        GeneratorRun run = MarkedSource.Check(source, messages);

        Assert.DoesNotContain(run.HintNames, static name => !name.StartsWith("First", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    [InlineData(LanguageVersion.CSharp8, "8.0")]
    public void OldLanguageIsReported(LanguageVersion version, string name)
    {
        const string Source = "[Network(4), Dense(2)] partial class {|NETGEN014:Net|} { }";

        GeneratorRun run = MarkedSource.Check(
            Source, [$"The generated code needs C# 12.0, and this project is set to C# {name}"], GeneratorHarness.ParseOptions.WithLanguageVersion(version));

        Assert.Empty(run.Result.GeneratedTrees);
    }

    [Fact]
    public void OldestLanguageThatWillDoIsFine() =>
        MarkedSource.Check("[Network(4), Dense(2)] partial class Net;", [], GeneratorHarness.ParseOptions.WithLanguageVersion(LanguageVersion.CSharp12));

    /// <summary>What the compiler has an error for is not for the generator to comment on.</summary>
    [Theory]
    [InlineData("[Network(4), Dense] partial class Net;", "CS7036")]
    [InlineData("[Network(4), Dense(\"two\")] partial class Net;", "CS1503")]
    [InlineData("[Network(4), Dense(99999999999)] partial class Net;", "CS1503")]
    [InlineData("[Network(4), Dense(2, Units = 3)] partial class Net;", "CS0617")]
    [InlineData("[Network(4), Dense(2, Depth = 3)] partial class Net;", "CS0246")]
    [InlineData("[Network(4), Dense(2, Alpha = \"a\")] partial class Net;", "CS0029")]
    [InlineData("[Network(4), Dense(missing)] partial class Net;", "CS0103")]
    [InlineData("[Network(missing), Dense(2)] partial class Net;", "CS0103")]
    [InlineData("[Network(4, \"4\"), Dense(2)] partial class Net;", "CS1503")]
    [InlineData("[Network(size: 4), Dense(2)] partial class Net;", "CS1739")]
    [InlineData("[Network(4), Dens(2)] partial class Net;", "CS0246")]
    [InlineData("[Network(4), Dense(2)] partial class Net; [Network(5)] partial class Net;", "CS0579")]
    [InlineData("[Network(4), Network(5), Dense(2)] partial class Net;", "CS0579")]
    [InlineData("[Network(4), Dense(2)] enum Net;", "CS0592")]
    public void CompilerErrorStandsAlone(string source, string compilerError)
    {
        GeneratorRun run = MarkedSource.Check(source);

        Assert.Empty(run.Result.GeneratedTrees);
        Assert.Null(run.Generator.Exception);
        Assert.Contains(compilerError, run.CompilerDiagnostics.Select(static diagnostic => diagnostic.Id));
    }

    [Fact]
    public void NetworkOnTwoFilesIsLeftToTheCompiler()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(
            "[Network(4), Dense(3)] partial class Net;", "[Network(4), Dense(2)] partial class Net;");

        Assert.Empty(GeneratorHarness.Diagnose(compilation, out GeneratorRun run));
        Assert.Empty(run.HintNames);
        Assert.Null(run.Generator.Exception);
        Assert.Contains("CS0579", run.CompilerDiagnostics.Select(static diagnostic => diagnostic.Id));
    }

    [Fact]
    public void LayersOnAnotherFileAreReported()
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(
            "[Network(4), Dense(3)] partial class Net;", "[Dense(2)] partial class Net;");

        Diagnostic diagnostic = Assert.Single(GeneratorHarness.Diagnose(compilation, out _));

        Assert.Equal("NETGEN007", diagnostic.Id);
        Assert.Equal("Source1.cs", diagnostic.Location.SourceTree!.FilePath);
    }

    [Fact]
    public void EveryDescriptorHasACase()
    {
        IEnumerable<string> marked = Cases.Concat(LoweringDiagnosticTests.Cases).Select(static row => row.Data.Item1)
            .Concat(WeightsTests.Cases.Select(static row => row.Data.Item1))
            .SelectMany(static source => MarkedSource.Parse(source).Expected)
            .Select(static mark => mark.Id);

        Assert.Equal(DiagnosticDescriptors.All.Select(static descriptor => descriptor.Id).Except(["NETGEN014"]), marked.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void DescriptorsAreListedAndDifferInId()
    {
        List<DiagnosticDescriptor> fields =
        [
            .. typeof(DiagnosticDescriptors).GetFields(BindingFlags.Static | BindingFlags.Public)
                .Select(static field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
        ];

        Assert.Equal(fields.OrderBy(static descriptor => descriptor.Id, StringComparer.Ordinal), DiagnosticDescriptors.All);
        Assert.Equal(fields.Count, fields.Select(static descriptor => descriptor.Id).Distinct().Count());
        Assert.All(fields, static descriptor => Assert.Equal("NetGen", descriptor.Category));
    }

    [Fact]
    public void DescriptorsAreInTheReleaseNotes()
    {
        IEnumerable<string> rows = File.ReadLines(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../generator/AnalyzerReleases.Unshipped.md"))
            .Where(static line => line.StartsWith("NETGEN", StringComparison.Ordinal));

        Assert.Equal(
            DiagnosticDescriptors.All.Concat(LossAdviceDescriptors.All).Select(static descriptor => $"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | {descriptor.Title}"),
            rows);
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
