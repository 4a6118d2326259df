using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Model;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>What is fine is read as it is written, and the generated half fits it.</summary>
public sealed class DeclarationTests
{
    [Theory]
    [InlineData("[Network(4), Dense(2)] partial class Net;", "Net.g.cs")]
    [InlineData("namespace A.B; [Network(4), Dense(2)] public sealed partial class Net;", "A.B.Net.g.cs")]
    [InlineData("namespace A { namespace B { [Network(4), Dense(2)] internal partial class Net { } } }", "A.B.Net.g.cs")]
    [InlineData("namespace A; [Network(4), Dense(2)] partial class Net; partial class Net { public int Epochs; }", "A.Net.g.cs")]
    [InlineData("namespace A; class Base { protected Base(int size = 3, params int[] more) { } } [Network(4), Dense(2)] partial class Net : Base;", "A.Net.g.cs")]
    [InlineData("namespace A; partial class Outer { partial struct Middle { [Network(4), Dense(2)] private partial class Net; } }", "A.Outer+Middle+Net.g.cs")]
    [InlineData("static partial class Outer { partial record R(int X) { [Network(4), Dense(2)] public partial class Net; } }", "Outer+R+Net.g.cs")]
    [InlineData("partial interface I { partial record struct S { [Network(4), Dense(2)] partial class Net; } }", "I+S+Net.g.cs")]
    [InlineData("ref partial struct S { [Network(4), Dense(2)] partial class Net; }", "S+Net.g.cs")]
    [InlineData("namespace @event.@record; partial class @class { [Network(4), Dense(2)] partial class @namespace; }", "event.record.class+namespace.g.cs")]
    [InlineData("namespace A; [Network(4), Dense(2)] partial class \\u0041b\\u00e9ta;", "A.Abéta.g.cs")]
    [InlineData("[NetGen.NetworkAttribute(4)] [NetGen.DenseAttribute(2)] partial class Net;", "Net.g.cs")]
    [InlineData("using N = NetGen.NetworkAttribute; using D = NetGen.DenseAttribute; [N(4), D(2)] partial class Net;", "Net.g.cs")]
    [InlineData("namespace A; class Base { private int Parameters; public void Forward() { } } [Network(4), Dense(2)] partial class Net : Base;", "A.Net.g.cs")]
    [InlineData("namespace A.System.NetGen; [Network(4), Dense(2)] partial class Span;", "A.System.NetGen.Span.g.cs")]
    [InlineData("namespace System; [Network(4), Dense(2)] partial class Vector;", "System.Vector.g.cs")]
    [InlineData("[Network(4), Dense(2)] partial class Unsafe;", "Unsafe.g.cs")]
    [InlineData("namespace A; partial class System { partial class NetGen { [Network(4), Dense(2)] partial class Numerics; } }", "A.System+NetGen+Numerics.g.cs")]
    [InlineData("[Network(4), Dense(2)] partial class Net { Net(int a, int b) { } void Forward(float[] x) { } int forward; }", "Net.g.cs")]
    [InlineData("[System.Obsolete, Network(4), System.Serializable, Dense(2)] partial class Net;", "Net.g.cs")]
    public void IsFine(string source, string hintName)
    {
        GeneratorRun run = MarkedSource.Check(source);

        Assert.Equal([hintName], run.HintNames);
        Assert.Null(run.Generator.Exception);
        run.AssertCompiles();
    }

    /// <summary>Whatever the user's namespaces and classes are named, the generated code means what it says.</summary>
    [Theory]
    [InlineData("Wide")]
    [InlineData("Processor")]
    [InlineData("Vector")]
    [InlineData("Math")]
    [InlineData("NetGen")]
    [InlineData("System")]
    [InlineData("Guard")]
    public void NamesOfTheRuntimeAndTheFrameworkAreFreeForUsers(string name)
    {
        GeneratorRun run = GeneratorHarness.Run($$"""
            namespace Mine
            {
                public class Vector;
                public class VectorMath;
                public class Unsafe;
                public class MemoryMarshal;
                public class Tiling;
                public interface INetwork;
                public class NetworkInfo;
                public class AlignedBuffer;
                public class Span;

                public partial class Outer
                {
                    [global::NetGen.Network(20)]
                    [global::NetGen.Dense(33, global::NetGen.Activation.GELU)]
                    [global::NetGen.Dense(2, global::NetGen.Activation.Softmax)]
                    public partial class {{name}};
                }
            }
            """);
        run.AssertCompiles();
    }

    /// <summary>Names of layers become names of tensors and methods, which must not meet those of other layers or of the network.</summary>
    [Theory]
    [InlineData("a", "aBatch")]
    [InlineData("batch", "Dense2")]
    [InlineData("batch", "Dense1")]
    [InlineData("class", "_")]
    [InlineData("x", "y")]
    [InlineData("W1", "B2")]
    [InlineData("lanes", "Vector")]
    [InlineData("été", "Ünit")]
    [InlineData("input", "inputBatch")]
    public void LayerNamesAreFine(string first, string second)
    {
        GeneratorRun run = MarkedSource.Check(
            $"[Network(4), Dense(5, Activation.GELU, Name = \"{first}\"), Dense(4), Dense(3, Activation.Softmax, Name = \"{second}\")] partial class Net;");

        run.AssertCompiles();
    }

    [Fact]
    public void NothingIsGeneratedForNothing()
    {
        GeneratorRun run = MarkedSource.Check("class C; [System.Obsolete] partial class D;");

        Assert.Empty(run.HintNames);
        Assert.DoesNotContain(TrackingNames.Parsed, run.Generator.TrackedSteps);
    }

    [Fact]
    public void TwoOfOneNameAreTwoFiles()
    {
        GeneratorRun run = MarkedSource.Check(
            """
            namespace A { [Network(4), Dense(2)] partial class Net; partial class B { [Network(4), Dense(2)] partial class Net; } }
            namespace A.C { [Network(4), Dense(2)] partial class Net; }
            [Network(4), Dense(2)] partial class Net;
            """);

        Assert.Equal(["A.B+Net.g.cs", "A.C.Net.g.cs", "A.Net.g.cs", "Net.g.cs"], run.HintNames.Order(System.StringComparer.Ordinal));
        run.AssertCompiles();
    }

    [Theory]
    [InlineData("namespace Foo { [Network(4), Dense(2)] partial class Bar; [Network(4), Dense(2)] partial class BAR; }", "Foo.Bar", "Foo.BAR")]
    [InlineData("namespace Foo { [Network(4), Dense(2)] partial class Bar; } namespace foo { [Network(4), Dense(2)] partial class Bar; }", "Foo.Bar", "foo.Bar")]
    [InlineData("partial class Foo { [Network(4), Dense(2)] partial class Bar; } partial class FOO { [Network(4), Dense(2)] partial class bar; }", "Foo+Bar", "FOO+bar")]
    public void NamesThatDifferInCaseAreTwoFiles(string source, string first, string second)
    {
        GeneratorRun run = MarkedSource.Check(source);

        Assert.Null(run.Generator.Exception);
        Assert.Equal(2, run.HintNames.Distinct(System.StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal([first, second], run.HintNames.Select(static name => name[..name.IndexOf('-')]));
        Assert.All(run.HintNames, static name => Assert.Matches("-[0-9a-f]{8}[.]g[.]cs$", name));
        run.AssertCompiles();
    }

    [Fact]
    public void HashOfANameIsTheSameInEveryRun() =>
        Assert.Equal(
            ["Bar-dbbc7dba.g.cs", "BAR-bb6e2c7a.g.cs"],
            MarkedSource.Check("[Network(4), Dense(2)] partial class Bar; [Network(4), Dense(2)] partial class BAR;").HintNames);

    [Fact]
    public void LayersAreInSourceOrderWithTheArgumentsThatWereWritten()
    {
        NetworkDeclaration declaration = Declare(
            """
            [Dense(units: 8, Alpha = 0.5f, Name = "first")]
            [Network(2, 3)]
            [Dense(7, Activation.ELU), Dense(activation: Activation.Tanh, units: 6)]
            [Dense(5, (Activation)99, UseBias = false, Initializer = Initializer.Zeros)]
            public partial class Net;
            """);

        Assert.Equal([2, 3], declaration.InputShape);
        Assert.True(declaration.AllowsUnsafe);
        Assert.Equal(["Dense", "Dense", "Dense", "Dense"], declaration.Layers.Select(static layer => layer.Kind));
        Assert.Equal(
            [
                [("units", 8), ("Alpha", 0.5f), ("Name", "first")],
                [("units", 7), ("activation", 5)],
                [("units", 6), ("activation", 2)],
                [("units", 5), ("activation", 99), ("UseBias", false), ("Initializer", 7)],
            ],
            declaration.Layers.Select(static layer => layer.Arguments.Select(static argument => (argument.Name, argument.Value))));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void UnsafeIsRead(bool allows)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile("[Network(4), Dense(2)] partial class Net;");

        GeneratorRun run = GeneratorHarness.Run(compilation.WithOptions(compilation.Options.WithAllowUnsafe(allows)));

        Assert.Equal(allows, ParsedDeclaration(run).AllowsUnsafe);
        run.AssertCompiles();
    }

    [Theory]
    [InlineData("Network(7)", new[] { 7 })]
    [InlineData("Network(new[] { 7, 8 })", new[] { 7, 8 })]
    [InlineData("Network(new int[0])", new int[0])]
    [InlineData("Network(inputShape: 7)", new[] { 7 })]
    [InlineData("Network(inputShape: new[] { 7, 8 })", new[] { 7, 8 })]
    [InlineData("Network(null!)", new int[0])]
    [InlineData("Network", new int[0])]
    [InlineData("Network(Sizes.Rows, 2 * Sizes.Rows)", new[] { 4, 8 })]
    public void ShapeIsRead(string network, int[] shape) =>
        Assert.Equal(shape, Declare($"[{network}, Dense(2)] partial class Net; class Sizes {{ public const int Rows = 4; }}").InputShape);

    [Fact]
    public void ArgumentsOfAnyKindAreComparedByValue()
    {
        const string Source =
            """
            [Network(4), Odd(new[] { 1, 2 }, typeof(string), new[] { "a" }, null!)] partial class Net;
            class OddAttribute(int[] sizes, System.Type type, string[] names, object other) : LayerAttribute { }
            """;

        NetworkDeclaration declaration = ParsedDeclaration(GeneratorHarness.Run(Source));

        Assert.Equal(declaration, ParsedDeclaration(GeneratorHarness.Run(Source)));
        Assert.Equal(new EquatableArray<int>([1, 2]), declaration.Layers[0].Get("sizes", EquatableArray<int>.Empty));
        Assert.Equal("typeof(string)", declaration.Layers[0].Get("type", ""));
    }

    private static NetworkDeclaration Declare(string source) => ParsedDeclaration(GeneratorHarness.Run(source));

    private static NetworkDeclaration ParsedDeclaration(GeneratorRun run)
    {
        IEnumerable<object> outputs = run.Generator.TrackedSteps[TrackingNames.Parsed].SelectMany(static step => step.Outputs).Select(static output => output.Value);
        return Assert.IsType<Parsing.ParsedNetwork>(Assert.Single(outputs)).Declaration!;
    }
}
