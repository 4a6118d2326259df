using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Lowering;
using NetGen.Generator.Model;
using Xunit;
using static Microsoft.CodeAnalysis.IncrementalStepRunReason;

namespace NetGen.Generator.Tests;

/// <summary>Weights inside the assembly: what is generated for them, what is wrong with them, and when that is done again.</summary>
public sealed class WeightsTests
{
    private const string Network =
        """
        [Network(4)]
        [Dense(3, Activation.Tanh)]
        [Dense(2)]
        [Weights({|ID:"Data/net.safetensors"|})]
        partial class Net;
        """;

    private const string Tensors =
        """
        tensor	F32	400	3, 4	dense1.weight
        tensor	BF16	448	3	dense1.bias
        tensor	F16	456	2, 3	dense2.weight
        tensor	F32	468	2	dense2.bias

        """;

    private const string File = "file\tData/net.safetensors\t476\n";

    private const string SelfCheck = "tensor\tF32\t476\t5, 4\tselfcheck.inputs\ntensor\tF32\t556\t5, 2\tselfcheck.outputs\n";

    /// <summary>Sources with a mark, headers, and the messages.</summary>
    public static TheoryData<string, string?, string[]> Cases { get; } = new()
    {
        { Marked("NETGEN030"), null, ["The project has no weights 'Data/net.safetensors': it takes an item <NetGenWeights Include=\"Data/net.safetensors\" />"] },
        {
            Marked("NETGEN030"),
            "file\tnet.safetensors\t476\n" + Tensors,
            ["The project has no weights 'Data/net.safetensors': it takes an item <NetGenWeights Include=\"Data/net.safetensors\" />"]
        },
        {
            Marked("NETGEN031"),
            File.Replace("476", "3000000000") + Tensors,
            ["The weights 'Data/net.safetensors' cannot be put into an assembly: it has 3000000000 bytes, and an assembly holds at most 2147483647"]
        },
        {
            Marked("NETGEN032"), File + Tensors.Replace("tensor\tBF16\t448\t3\tdense1.bias\n", ""),
            ["The weights 'Data/net.safetensors' lack the tensor 'dense1.bias', [3]"]
        },
        {
            Marked("NETGEN033"), File + Tensors.Replace("3, 4", "4, 3"),
            ["The tensor 'dense1.weight' is F32, F16 or BF16 [3, 4], and in the weights 'Data/net.safetensors' it is F32 [4, 3]"]
        },
        {
            Marked("NETGEN033"), File + Tensors.Replace("BF16", "F64"),
            ["The tensor 'dense1.bias' is F32, F16 or BF16 [3], and in the weights 'Data/net.safetensors' it is F64 [3]"]
        },
        {
            Marked("NETGEN033"), File + Tensors + SelfCheck.Replace("5, 2", "4, 2"),
            ["The tensor 'selfcheck.outputs' is F32 [5, 2], and in the weights 'Data/net.safetensors' it is F32 [4, 2]"]
        },
        {
            Marked("NETGEN034"), File + Tensors + "tensor\tI64\t476\t\tsteps\n",
            ["The weights 'Data/net.safetensors' have a tensor 'steps', I64 [], which the network does not have"]
        },
        {
            // All at once.
            Marked("NETGEN032,NETGEN033,NETGEN034"), File + Tensors.Replace("dense1.bias", "dense1.biases").Replace("2, 3", "2, 4"),
            [
                "The weights 'Data/net.safetensors' lack the tensor 'dense1.bias', [3]",
                "The tensor 'dense2.weight' is F32, F16 or BF16 [2, 3], and in the weights 'Data/net.safetensors' it is F16 [2, 4]",
                "The weights 'Data/net.safetensors' have a tensor 'dense1.biases', BF16 [3], which the network does not have",
            ]
        },
        {
            Marked("NETGEN035"), File + "fingerprint\t0123456789abcdef\n" + Tensors,
            ["The weights 'Data/net.safetensors' are of another architecture, though their tensors have the shapes of this one: its fingerprint is 0123456789abcdef, and that of the network a65a86955713438f"]
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void IsReportedAtTheAttribute(string source, string? weights, string[] messages) =>
        MarkedSource.Check(source, messages, GeneratorHarness.ParseOptions, weights).AssertCompiles();

    /// <summary>Weights with samples, in types of all kinds: the user's class, which alone is another for them.</summary>
    [Fact]
    public Task Net()
    {
        GeneratorRun run = GeneratorHarness.Run(GeneratorHarness.Compile(MarkedSource.Parse(Network).Text), File + Tensors + SelfCheck);
        run.AssertCompiles();
        string text = Assert.Single(run.Generator.GeneratedSources).SourceText.ToString();
        return Verifier.Verify(new Dictionary<string, string> { ["#Net.g.cs"] = text[..text.IndexOf("\nnamespace NetGen.Generated", StringComparison.Ordinal)] });
    }

    [Theory]
    [InlineData("Data\\\\net.safetensors")]
    [InlineData("./Data/net.safetensors")]
    public void AreFoundHoweverTheirPathIsWritten(string path) =>
        Assert.Empty(GeneratorHarness.Diagnose(GeneratorHarness.Compile(Unmarked.Replace("Data/net.safetensors", path)), out _, File + Tensors));

    [Fact]
    public void TheMethodThatChecksIsReservedForNetworksWithWeights()
    {
        const string Member = "partial class Net { void SelfCheck() { } }";
        Assert.Equal(["NETGEN013"], GeneratorHarness.Diagnose(GeneratorHarness.Compile(Unmarked, Member), out _, File + Tensors).Select(diagnostic => diagnostic.Id));
        Assert.Empty(GeneratorHarness.Diagnose(GeneratorHarness.Compile("[Network(4), Dense(2)] partial class Net;", Member), out _));
    }

    /// <summary>What training changes alone, the values, is not in the header: nothing runs again.</summary>
    [Fact]
    public void NothingRunsAgainForTheSameHeader() => Rerun(File + Tensors, File + Tensors).AssertReasons(
        parsed: [Cached], declaration: [Cached], lowered: [Cached], plan: [Cached], diagnostics: [], output: [Cached], weightsFiles: [Unchanged]);

    [Fact]
    public void AnotherFileOfWeightsChangesNothing() => Rerun(File + Tensors, File + Tensors + "file\tother.safetensors\t8\n").AssertReasons(
        parsed: [Cached], declaration: [Cached], lowered: [Cached], plan: [Cached], diagnostics: [], output: [Cached], weightsFiles: [Unchanged, New], weighted: [Unchanged]);

    [Fact]
    public void OtherOffsetsAreGeneratedAgain() => Rerun(File + Tensors, File + Tensors.Replace("400", "408")).AssertReasons(
        parsed: [Cached], declaration: [Cached], lowered: [Modified], plan: [Modified], diagnostics: [], output: [Modified], weightsFiles: [Modified]);

    [Fact]
    public void FingerprintIsThatOfTheRuntime()
    {
        NetworkPlan plan = NetworkLowering.Lower(
            new NetworkDeclaration(
                new TypeDeclaration("", EquatableArray<string>.Empty, "Net", "Net.g.cs"),
                new EquatableArray<int>([4]),
                new[]
                {
                    new LayerDeclaration("Dense", new[] { new LayerArgument("units", 3), new LayerArgument("activation", (int)Activation.LeakyReLU) }.ToEquatableArray()),
                    new LayerDeclaration("Dropout", new[] { new LayerArgument("rate", 0.5f) }.ToEquatableArray()),
                    new LayerDeclaration("Dense", new[] { new LayerArgument("units", 2) }.ToEquatableArray()),
                }.ToEquatableArray(),
                Weights: null,
                AllowsUnsafe: true),
            weights: null).Plan!;
        TensorInfo tensor(TensorPlan tensor) => new(tensor.Name, [.. tensor.Shape.Sizes], TensorLayout.PaddedVector, tensor.Offset, tensor.Length, Initializer.Zeros);
        var info = new NetworkInfo("Other", [4], [2], Activation.Identity, plan.ParameterCount, plan.ParameterBufferLength, [.. plan.Tensors.Select(tensor)])
        {
            Layers =
            [
                new("Dense", "dense1", [3]) { Activation = Activation.LeakyReLU, Alpha = 0.01f },
                new("Dropout", "dropout1", [3]) { IsTrainingOnly = true, DropoutRate = 0.1f },
                new("Dense", "dense2", [2]),
            ],
        };

        Assert.Equal(info.Fingerprint, WeightsLowering.FingerprintOf(plan));
        Assert.NotEqual((info with { Layers = [info.Layers[0] with { Alpha = 0.02f }, info.Layers[2]] }).Fingerprint, info.Fingerprint);
    }

    private static string Unmarked => MarkedSource.Parse(Network).Text;

    private static string Marked(string ids) => Network.Replace("ID", ids);

    private static GeneratorRerun Rerun(string before, string after)
    {
        CSharpCompilation compilation = GeneratorHarness.Compile(Unmarked);
        return new(compilation, compilation, new WeightsText(before), new WeightsText(after));
    }
}
