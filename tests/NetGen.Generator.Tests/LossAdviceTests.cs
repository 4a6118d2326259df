using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Diagnostics;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>The advice on pairs of a last activation and a loss: which pairs get it, where, and in which words.</summary>
public sealed class LossAdviceTests
{
    private const string Several = """
                       CrossEntropy SmoothedCrossEntropy DistillationLoss KLDivergence BinaryCrossEntropy MeanSquaredError MeanAbsoluteError Huber Hinge SquaredHinge
        Identity       good         good                 good             201          good               good             good              good  good  good
        Sigmoid        202          202                  202              202          good               204              204               204   205   205
        Tanh           201          201                  201              201          201                204              204               204   205   205
        ReLU           201          201                  201              201          201                204              204               204   205   205
        LeakyReLU      201          201                  201              201          201                good             good              good  good  good
        ELU            201          201                  201              201          201                good             good              good  205   205
        SELU           201          201                  201              201          201                good             good              good  205   205
        GELU           201          201                  201              201          201                good             good              good  205   205
        GELUTanh       201          201                  201              201          201                good             good              good  205   205
        SiLU           201          201                  201              201          201                good             good              good  205   205
        Softplus       201          201                  201              201          201                good             good              good  205   205
        HardSigmoid    202          202                  202              202          good               204              204               204   205   205
        HardSwish      201          201                  201              201          201                good             good              good  205   205
        Mish           201          201                  201              201          201                good             good              good  205   205
        Softmax        good         good                 good             good         202                203              203               203   205   205
        LogSoftmax     good         good                 good             good         202                203              203               203   205   205
        """;

    private const string One = """
                       CrossEntropy SmoothedCrossEntropy DistillationLoss KLDivergence BinaryCrossEntropy MeanSquaredError MeanAbsoluteError Huber Hinge SquaredHinge
        Identity       202          202                  202              202          good               good             good              good  good  good
        Sigmoid        202          202                  202              202          good               204              204               204   205   205
        Tanh           202          202                  202              202          201                204              204               204   205   205
        ReLU           202          202                  202              202          201                204              204               204   205   205
        LeakyReLU      202          202                  202              202          201                good             good              good  good  good
        ELU            202          202                  202              202          201                good             good              good  205   205
        SELU           202          202                  202              202          201                good             good              good  205   205
        GELU           202          202                  202              202          201                good             good              good  205   205
        GELUTanh       202          202                  202              202          201                good             good              good  205   205
        SiLU           202          202                  202              202          201                good             good              good  205   205
        Softplus       202          202                  202              202          201                good             good              good  205   205
        HardSigmoid    202          202                  202              202          good               204              204               204   205   205
        HardSwish      202          202                  202              202          201                good             good              good  205   205
        Mish           202          202                  202              202          201                good             good              good  205   205
        """;

    /// <summary>Sources with the marks of <see cref="MarkedSource"/>, and the messages: one for every rule, and one for every place.</summary>
    public static TheoryData<string, string[]> Cases { get; } = new()
    {
        {
            "[Network(4), Dense(8, Activation.Sigmoid), Dense(3, Activation.ReLU)] " +
            "partial class Net { object M => new Trainer<Net, {|NETGEN201:CrossEntropy|}, Adam>(this, new Adam()); }",
            ["'Net' ends in ReLU and learns by CrossEntropy, which takes the logarithms of probabilities; end in Softmax"]
        },
        {
            "[Network(4), Dense(3)] " +
            "partial class Net { object M => Trainer.Create(this, new Adam(), {|NETGEN201:new KLDivergence()|}); }",
            ["'Net' ends in Identity and learns by KLDivergence, which takes the logarithms of probabilities; end in Softmax"]
        },
        {
            "[Network(4), Dense(2, Activation.Tanh)] " +
            "partial class Net { float M(float[] a) => Backward(a, a, {|NETGEN201:default(BinaryCrossEntropy)|}, a); }",
            ["'Net' ends in Tanh and learns by BinaryCrossEntropy, which takes the logarithms of probabilities; end in Sigmoid"]
        },
        {
            "[Network(4), Dense(3, Activation.Sigmoid)] " +
            "partial class Net { float M(float[] a) => this.BackwardBatch(a, a, gradients: a, loss: {|NETGEN202:new CrossEntropy()|}); }",
            [
                "'Net' ends in Sigmoid and learns by CrossEntropy, which is for classes that exclude each other; " +
                "end in Softmax, or learn by BinaryCrossEntropy for independent labels",
            ]
        },
        {
            "[Network(4), Dense(3, Activation.HardSigmoid)] " +
            "partial class Net { Trainer<Net, SmoothedCrossEntropy, Adam> M => {|NETGEN202:new(this, new Adam())|}; }",
            ["'Net' ends in HardSigmoid and learns by SmoothedCrossEntropy, which is for classes that exclude each other; end in Softmax"]
        },
        {
            "[Network(4), Dense(3, Activation.Softmax)] " +
            "partial class Net { float M(float[] a, BinaryCrossEntropy l) => Backward<BinaryCrossEntropy>(a, a, {|NETGEN202:l|}, a); }",
            [
                "'Net' ends in Softmax and learns by BinaryCrossEntropy, which is for independent labels; " +
                "end in Sigmoid, or learn by CrossEntropy for classes that exclude each other",
            ]
        },
        {
            "[Network(4), Dense(1, Activation.Sigmoid)] " +
            "partial class Net { object M => new NetGen.Trainer<Net, {|NETGEN202:NetGen.CrossEntropy|}, Adam>(this, new()); }",
            ["'Net' ends in Sigmoid and learns by CrossEntropy, which compares classes, where there is one output; learn by BinaryCrossEntropy"]
        },
        {
            "[Network(4), Dense(3, Activation.Softmax)] " +
            "partial class Net { object M => Trainer.Create(this, new Adam(), {|NETGEN203:new MeanSquaredError()|}); }",
            ["'Net' ends in Softmax and learns by MeanSquaredError, whose gradient vanishes where softmax is surely wrong; learn by CrossEntropy"]
        },
        {
            "[Network(4), Dense(3, Activation.LogSoftmax)] " +
            "partial class Net { object M => Trainer.Create(this, new Adam(), {|NETGEN203:new Huber(2f)|}); }",
            ["'Net' ends in LogSoftmax and learns by Huber, which compares the logarithms of probabilities with the targets; learn by CrossEntropy"]
        },
        {
            "[Network(4), Dense(1, Activation.Tanh)] " +
            "partial class Net { object M => Trainer.Create(this, new Adam(), {|NETGEN204:new MeanSquaredError()|}); }",
            [
                "'Net' ends in Tanh and learns by MeanSquaredError, so that it reaches no target outside (−1, 1); " +
                "end in Identity unless all targets are in that range",
            ]
        },
        {
            "[Network(4), Dense(1, Activation.Sigmoid)] " +
            "partial class Net { object M => Trainer.Create(this, new Adam(), {|NETGEN204:new MeanAbsoluteError()|}); }",
            [
                "'Net' ends in Sigmoid and learns by MeanAbsoluteError, so that it reaches no target outside (0, 1); " +
                "end in Identity unless all targets are in that range",
            ]
        },
        {
            "[Network(4), Dense(1, Activation.ReLU)] " +
            "partial class Net { object M => Trainer.Create(this, new Adam(), {|NETGEN204:new MeanSquaredError()|}); }",
            [
                "'Net' ends in ReLU and learns by MeanSquaredError, so that it reaches no target outside [0, ∞); " +
                "end in Identity unless all targets are in that range",
            ]
        },
        {
            "[Network(4), Dense(3, Activation.Softmax)] " +
            "partial class Net { object M => Trainer.Create(this, new Adam(), {|NETGEN205:new Hinge()|}); }",
            ["'Net' ends in Softmax and learns by Hinge, which wants values on both sides of 0, without bounds; end in Identity"]
        },
        {
            // A class that derives from a network is one; another name of the trainer is one, too.
            "using T = NetGen.Trainer<Child, NetGen.Hinge, NetGen.Adam>; " +
            "[Network(4), Dense(3, Activation.Softmax)] partial class Net; " +
            "class Child : Net { object M => {|NETGEN205:new T(this, new Adam())|}; }",
            ["'Net' ends in Softmax and learns by Hinge, which wants values on both sides of 0, without bounds; end in Identity"]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsGiven(string source, string[] messages) => MarkedSource.Check(source, messages).AssertCompiles();

    /// <summary>Nothing is said where the network, its last layer, its activation or the loss is not known.</summary>
    [Theory]
    [InlineData("class C { object M<T>(T net) where T : class, INetwork => Trainer.Create(net, new Adam(), new Hinge()); }")]
    [InlineData("class C { float M(INetwork net, float[] a) => net.Backward(a, a, new Hinge(), a); }")]
    [InlineData("[Network(4), Dense(3, Activation.ReLU)] partial class Net { object M<T>() where T : struct, ILoss => new Trainer<Net, T, Adam>(this, new()); }")]
    [InlineData("[Network(4), Dense(3, Activation.ReLU)] partial class Net { void M(float[] a) => Backward(a, a, a); }")]
    [InlineData("""
        [Network(4), Dense(3, Activation.ReLU)] partial class Net { object M => Mine.Trainer.Create(this, 1, new Hinge()); }
        namespace Mine { static class Trainer { public static object Create<A, B, C>(A a, C c, B loss) => 0; } }
        """)]
    [InlineData("""
        [Network(4), Dense(3, Activation.ReLU)] partial class Net { object M => new Mine.Trainer<Net, Hinge, Adam>(); }
        namespace Mine { class Trainer<A, B, C>; }
        """)]
    [InlineData("""
        [Network(4), Dense(3, Activation.ReLU)] partial class Net { object M => Trainer.Create(this, new Adam(), new Mine.Hinge()); }
        namespace Mine { struct Hinge : ILoss { public float Evaluate(ReadOnlySpan<float> y, ReadOnlySpan<float> t, Span<float> dy) => 0; } }
        """)]
    public void IsNotGivenWithoutKnowing(string source) => MarkedSource.Check(source).AssertCompiles();

    [Theory]
    [InlineData("""
        [Network(4), Dense(3, Activation.ReLU), Mine.Dense(2)] partial class Net { object M => Trainer.Create(this, new Adam(), new Hinge()); }
        namespace Mine { class DenseAttribute(int units) : LayerAttribute { public int Units => units; } }
        """)]
    [InlineData("[Network(4), Dense(3, (Activation)99)] partial class Net { object M => Trainer.Create(this, new Adam(), new Hinge()); }")]
    [InlineData("[Network(4), Dense(3, (Activation)(-1))] partial class Net { object M => Trainer.Create(this, new Adam(), new Hinge()); }")]
    [InlineData("[Network(4), Dense(3, missing)] partial class Net { object M => Trainer.Create(this, new Adam(), new Hinge()); }")]
    [InlineData("[Network(4), Dense] partial class Net { object M => Trainer.Create(this, new Adam(), new Hinge()); }")]
    public void IsNotGivenOnALayerThatIsNotKnown(string source) => Assert.Empty(AdviceOn(GeneratorHarness.Compile(source)));

    [Theory]
    [InlineData(3, Several)]
    [InlineData(1, One)]
    public void EveryPairIsGoodOrGetsItsAdvice(int units, string table)
    {
        string[][] rows = [.. table.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))];
        string[] losses = rows[0];
        string source = string.Concat(rows.Skip(1).Select(row =>
            $"[Network(4), Dense({units}, Activation.{row[0]})] partial class {row[0]} {{ void M(Adam adam) {{ " +
            string.Concat(losses.Select(loss => $"new Trainer<{row[0]}, {loss}, Adam>(this, adam); ")) + "} }\n"));

        GeneratorHarness.Run(source).AssertCompiles();
        var advice = AdviceOn(GeneratorHarness.Compile(source)).ToLookup(
            static diagnostic => (diagnostic.Location.GetLineSpan().StartLinePosition.Line, Written(diagnostic.Location)), static diagnostic => diagnostic.Id[^3..]);

        Assert.Equal(
            rows.Skip(1).Select(static row => string.Join(' ', row)),
            rows.Skip(1).Select((row, line) => $"{row[0]} {string.Join(' ', losses.Select(loss => advice[(line, loss)].SingleOrDefault("good")))}"));
    }

    /// <summary>The runtime and the advice agree: what a loss is made for is never advised against, and every activation and loss is known.</summary>
    [Fact]
    public void FusedPairsAreGood()
    {
        Type[] losses =
        [
            .. typeof(CrossEntropy).Assembly.GetExportedTypes()
                .Where(static type => type is { IsValueType: true, Namespace: "NetGen" } && type.GetInterface("ILoss") is not null),
        ];
        Assert.Equal(losses.Select(static loss => loss.Name).Order(), Several.Split('\n')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Order());
        Assert.Equal(Enum.GetNames<Activation>(), Several.Split('\n').Skip(1).Select(static line => line.Split(' ')[0]));

        Assert.All(LossAdviceCatalog.All.Where(static advice => advice.Outputs != OutputCount.One), advice => Assert.DoesNotContain(
            losses.Where(loss => advice.Losses.Contains(loss.Name)).SelectMany(loss => advice.Activations.Select(activation => (loss, activation))),
            static pair => pair.loss.GetMethod("IsFusedWith") is { } isFused && (bool)isFused.Invoke(null, [Enum.Parse<Activation>(pair.activation)])!));
    }

    [Fact]
    public void SeveritiesAreThoseOfTheIds() => Assert.Equal(
        [
            ("NETGEN201", DiagnosticSeverity.Warning), ("NETGEN202", DiagnosticSeverity.Warning), ("NETGEN203", DiagnosticSeverity.Warning),
            ("NETGEN204", DiagnosticSeverity.Info), ("NETGEN205", DiagnosticSeverity.Warning),
        ],
        LossAdviceDescriptors.All.Select(static descriptor => (descriptor.Id, descriptor.DefaultSeverity)));

    [Theory]
    [InlineData("[Network(4), Dense(3, Activation.ReLU)] partial class Net;", "Activation.ReLU")]
    [InlineData("[Network(4), Dense(activation: Activation.Tanh, units: 3)] partial class Net;", "Activation.Tanh")]
    [InlineData("[Network(4), Dense(3, UseBias = false)] partial class Net;", "Dense(3, UseBias = false)")]
    public void PointsAtTheActivationToo(string network, string expected)
    {
        const string Use = "class Use { object M(Net net) => Trainer.Create(net, new Adam(), new KLDivergence()); }";

        Diagnostic advice = Assert.Single(AdviceOn(GeneratorHarness.Compile(Use, network)));

        Location place = Assert.Single(advice.AdditionalLocations);
        Assert.Equal(("Source1.cs", expected), (place.SourceTree!.FilePath, Written(place)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void KnowsNetworksOfOtherAssemblies(bool isCompiled)
    {
        Compilation networks = GeneratorHarness.Run("""
            [Network(4), Dense(8, Activation.Sigmoid), Dense(3, Activation.ReLU)] public partial class Net;
            [Network(4), Dense(8, Activation.ReLU), Dense(3)] public partial class Good;
            """).Output.WithAssemblyName("Networks");
        using MemoryStream image = new();
        Assert.True(networks.Emit(image, cancellationToken: CancellationToken.None).Success);
        MetadataReference reference = isCompiled ? MetadataReference.CreateFromImage(image.ToArray()) : networks.ToMetadataReference();

        CSharpCompilation compilation = GeneratorHarness.Compile("""
            class Use
            {
                object M => Trainer.Create(new Net(), new Adam(), new CrossEntropy());
                float N(Net net, float[] a) => net.Backward(a, a, new CrossEntropy(), a);
                object O => Trainer.Create(new Good(), new Adam(), new CrossEntropy());
            }
            """).AddReferences(reference);
        GeneratorHarness.Run(compilation).AssertCompiles();
        Diagnostic[] advice = [.. AdviceOn(compilation)];

        Assert.Equal(["NETGEN201", "NETGEN201"], advice.Select(static diagnostic => diagnostic.Id));
        Assert.All(advice, static diagnostic => Assert.Empty(diagnostic.AdditionalLocations));
    }

    [Fact]
    public void PragmaSuppresses() => MarkedSource.Check(
        """
        [Network(4), Dense(3, Activation.ReLU)]
        partial class Net
        {
        #pragma warning disable NETGEN201
            object First => Trainer.Create(this, new Adam(), new CrossEntropy());
        #pragma warning restore NETGEN201
            object Second => Trainer.Create(this, new Adam(), {|NETGEN201:new CrossEntropy()|});
        }
        """,
        "'Net' ends in ReLU and learns by CrossEntropy, which takes the logarithms of probabilities; end in Softmax");

    private static IEnumerable<Diagnostic> AdviceOn(CSharpCompilation compilation) =>
        GeneratorHarness.Diagnose(compilation, out _).Where(static diagnostic => diagnostic.Id.StartsWith("NETGEN2", StringComparison.Ordinal));

    private static string Written(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
