using System;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Xunit;

namespace NetGen.Generator.Tests;

/// <summary>The code fixes for advice on activations and losses: what is offered, and the text that it makes.</summary>
public sealed class LossAdviceCodeFixTests
{
    private const string Use = "class Use { object M(Net net) => Trainer.Create(net, new Adam(), new $()); }";

    [Theory]
    [InlineData("Dense(3, Activation.ReLU)", "CrossEntropy", "Dense(3, Activation.Softmax)")]
    [InlineData("Dense(2, Activation.Tanh)", "BinaryCrossEntropy", "Dense(2, Activation.Sigmoid)")]
    [InlineData("Dense(3, Activation.Sigmoid)", "CrossEntropy", "Dense(3, Activation.Softmax)")]
    [InlineData("Dense(3, Activation.Softmax)", "BinaryCrossEntropy", "Dense(3, Activation.Sigmoid)")]
    [InlineData("Dense(1, Activation.Tanh)", "MeanSquaredError", "Dense(1, Activation.Identity)")]
    [InlineData("Dense(1, Activation.Sigmoid)", "Hinge", "Dense(1, Activation.Identity)")]
    [InlineData("Dense(units: 3, activation: /* f */ Activation.ReLU, UseBias = false)", "CrossEntropy", "Dense(units: 3, activation: /* f */ Activation.Softmax, UseBias = false)")]
    [InlineData("Dense(3, (Activation)3)", "CrossEntropy", "Dense(3, Activation.Softmax)")]
    [InlineData("Dense(3, Activation.LeakyReLU, Alpha = 0.2f, Name = \"out\")", "CrossEntropy", "Dense(3, Activation.Softmax, Name = \"out\")")]
    [InlineData("Dense(3)", "KLDivergence", "Dense(3, Activation.Softmax)")]
    [InlineData("Dense(3, Name = \"out\")", "KLDivergence", "Dense(3, Activation.Softmax, Name = \"out\")")]
    [InlineData("Dense(units: 3, Name = \"out\")", "KLDivergence", "Dense(units: 3, activation: Activation.Softmax, Name = \"out\")")]
    public async Task ActivationIsChangedWhereTheNetworkIsDeclared(string layer, string loss, string expected)
    {
        const string Network = "[Network(4)]\n[Dense(8, Activation.ReLU)]\n[$] // the output\npartial class Net;\n";
        string use = Use.Replace("$", loss, StringComparison.Ordinal);
        CodeFixHarness editor = await CodeFixHarness.OpenAsync(use, Network.Replace("$", layer, StringComparison.Ordinal));
        string title = Assert.Single(await editor.TitlesAsync(), static title => title.StartsWith("End the network in ", StringComparison.Ordinal));

        string[] changed = await editor.FixAsync(title);

        Assert.Equal([use, Network.Replace("$", expected, StringComparison.Ordinal)], changed);
        Assert.Empty(GeneratorHarness.Diagnose(GeneratorHarness.Compile(changed), out GeneratorRun run));
        run.AssertCompiles();
    }

    [Theory]
    [InlineData("Trainer.Create(net, new Adam(), new MeanSquaredError())", "Trainer.Create(net, new Adam(), new CrossEntropy())")]
    [InlineData("Trainer.Create(net, loss: new Huber(delta: 2f) /* why */, optimizer: new Adam())", "Trainer.Create(net, loss: new CrossEntropy() /* why */, optimizer: new Adam())")]
    [InlineData("Trainer.Create<Net, Huber, Adam>(net, new(), new(2f))", "Trainer.Create<Net, CrossEntropy, Adam>(net, new(), new CrossEntropy())")]
    [InlineData("new Trainer<Net, MeanSquaredError, Adam>(net, new Adam())", "new Trainer<Net, CrossEntropy, Adam>(net, new Adam())")]
    [InlineData("new NetGen.Trainer<Net, Huber, Adam>(net, new Adam(), new Huber(2f))", "new NetGen.Trainer<Net, CrossEntropy, Adam>(net, new Adam(), new CrossEntropy())")]
    [InlineData("new Trainer<Net, Huber, Adam>(net, new Adam(), default)", "new Trainer<Net, CrossEntropy, Adam>(net, new Adam(), default)")]
    [InlineData("net.Backward(a, a, default(MeanAbsoluteError), a)", "net.Backward(a, a, default(CrossEntropy), a)")]
    [InlineData("net.BackwardBatch<Huber>(a, a, new(2f), a)", "net.BackwardBatch<CrossEntropy>(a, a, new CrossEntropy(), a)")]
    public async Task LossIsChangedWhereverItIsNamed(string expression, string expected)
    {
        const string Source = "[Network(4), Dense(3, Activation.Softmax)] partial class Net; class Use { object M(Net net, float[] a, Huber loss) => $; }";
        CodeFixHarness editor = await CodeFixHarness.OpenAsync(Source.Replace("$", expression, StringComparison.Ordinal));

        string[] changed = await editor.FixAsync("Learn by CrossEntropy");

        Assert.Equal([Source.Replace("$", expected, StringComparison.Ordinal)], changed);
        Assert.Empty(GeneratorHarness.Diagnose(GeneratorHarness.Compile(changed), out GeneratorRun run));
        run.AssertCompiles();
    }

    [Theory]
    [InlineData("Activation.Sigmoid", "new CrossEntropy()", "End the network in Softmax|Learn by BinaryCrossEntropy")]
    [InlineData("Activation.Sigmoid", "new SmoothedCrossEntropy(0.1f)", "End the network in Softmax")]
    [InlineData("Activation.Sigmoid", "loss", "End the network in Softmax")]
    [InlineData("Activation.Softmax", "new BinaryCrossEntropy()", "End the network in Sigmoid|Learn by CrossEntropy")]
    [InlineData("Activation.LogSoftmax", "new MeanSquaredError()", "Learn by CrossEntropy")]
    public async Task BothAreOfferedWhereEitherMayBeWanted(string activation, string loss, string titles)
    {
        CodeFixHarness editor = await CodeFixHarness.OpenAsync(
            $"[Network(4), Dense(3, {activation})] partial class Net {{ object M(CrossEntropy loss) => Trainer.Create(this, new Adam(), {loss}); }}");

        Assert.Equal(titles.Split('|'), await editor.TitlesAsync());
    }

    /// <summary>The loss is in the type of the variable, which may be anywhere.</summary>
    [Fact]
    public async Task LossIsLeftWhereTheTypeIsNotWritten()
    {
        CodeFixHarness editor = await CodeFixHarness.OpenAsync(
            "[Network(4), Dense(3, Activation.Sigmoid)] partial class Net { Trainer<Net, CrossEntropy, Adam> M => new(this, new Adam(), new CrossEntropy()); }");

        Assert.Equal(["End the network in Softmax"], await editor.TitlesAsync());
    }

    [Fact]
    public async Task NothingIsOfferedForANetworkThatIsElsewhere()
    {
        const string Network = "[Network(4), Dense(3, Activation.ReLU)] public partial class Net;";
        string use = Use.Replace("$", "CrossEntropy", StringComparison.Ordinal);
        CodeFixHarness editor = await CodeFixHarness.OpenAsync(use, Network);
        Assert.Equal(["End the network in Softmax"], await editor.TitlesAsync());

        Compilation networks = GeneratorHarness.Run(Network).Output.WithAssemblyName("Networks");
        editor = await CodeFixHarness.OpenAsync([networks.ToMetadataReference()], use);
        Assert.Empty(await editor.TitlesAsync());
    }

    [Fact]
    public async Task AllAreFixedAtOnce()
    {
        const string Network = "[Network(4), Dense(3, Activation.ReLU)] partial class Net; [Network(4), Dense(2, Activation.Tanh)] partial class Other;";
        const string Use = """
            class Use
            {
                object First(Net net) => Trainer.Create(net, new Adam(), new CrossEntropy());
                object Second(Net net) => Trainer.Create(net, new Sgd(0.1f), new CrossEntropy());
                object Third(Other net) => Trainer.Create(net, new Adam(), new CrossEntropy());
            }
            """;
        CodeFixHarness editor = await CodeFixHarness.OpenAsync(Use, Network);

        Assert.Equal(
            [Use, "[Network(4), Dense(3, Activation.Softmax)] partial class Net; [Network(4), Dense(2, Activation.Softmax)] partial class Other;"],
            await editor.FixAllAsync("End the network in Softmax"));
    }

    [Fact]
    public async Task AllLossesAreFixedAtOnce()
    {
        const string Source = """
            [Network(4), Dense(3, Activation.Softmax)]
            partial class Net
            {
                object First => Trainer.Create(this, new Adam(), new Huber());
                object Second => new Trainer<Net, Huber, Adam>(this, new Adam());
            }
            """;
        CodeFixHarness editor = await CodeFixHarness.OpenAsync(Source);

        Assert.Equal([Source.Replace("Huber", "CrossEntropy", StringComparison.Ordinal)], await editor.FixAllAsync("Learn by CrossEntropy"));
    }
}
