using System;
using NetGen.Formats.Tests.Infrastructure;
using NetGen.Tool;
using Xunit;

namespace NetGen.Formats.Tests.Model;

/// <summary>Declarations in C#.</summary>
public sealed class NetworkSourceTests
{
    [Fact]
    public void ADeclarationIsAsAPersonWouldWriteIt() => Assert.Equal(
        """
        using NetGen;

        namespace My.App;

        /// <summary>A network of 5 inputs and 3 outputs, with 235 parameters.</summary>
        /// <remarks>
        /// <code>
        /// layer         output  parameters
        /// standardize1       5          10  (x - mean) / scale
        /// hidden            17         102  LeakyReLU:0.2
        /// dropout1          17           0  dropout 0.25
        /// dense1             6         102  GELU
        /// dense2             3          21  Softmax
        /// </code>
        /// Outputs: a&lt;b, c, 😀.
        /// </remarks>
        [Network(5)]
        [Standardize]
        [Dense(17, Activation.LeakyReLU, Alpha = 0.2f, Name = "hidden")]
        [Dropout(0.25f)]
        [Dense(6, Activation.GELU, UseBias = false)]
        [Dense(3, Activation.Softmax)]
        [Weights("Nets/Varied.safetensors")]
        public sealed partial class Varied;

        """,
        NetworkSource.Write(Models.Varied() with { ClassNames = ["a<b", "c", "😀"] }, "My.App", "Nets/Varied.safetensors"),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void NamesAreWrittenWhereTheGeneratorWouldChooseOthers()
    {
        // dense2 is the first layer's own name: the second would be dense1, the third dense3.
        var random = new Random(1);
        foreach (string[] names in (string[][])[["dense2", "dense1", "dense3"], ["dense1", "dense3", "dense2"], ["a", "dense1", "b"],
            ["Dense1", "dense2", "dense3"], ["dense1", "dense2", "dense3"]])
        {
            var model = new NetworkModel("Net", 2,
                [Models.Dense(random, names[0], 2, 3, Activation.ReLU), Models.Dense(random, names[1], 3, 4, Activation.ELU, alpha: 0.5f),
                    Models.Dense(random, names[2], 4, 1, Activation.Identity)]);
            using var compiled = new CompiledNetworks(model);
            Assert.Equal(model.ToOnnx(), NetworkModel.Of(compiled.Networks[0]).ToOnnx());
        }
    }

    [Fact]
    public void NamesOutOfFilesCannotEndTheComment()
    {
        string source = NetworkSource.Write(Models.Varied() with { InputNames = ["x\n[Evil]", "y\u2028z", "</remarks>", "&", "e"] });
        Assert.DoesNotContain("\n[Evil]", source);
        Assert.DoesNotContain('\u2028', source);
        Assert.Contains("&lt;/remarks>".Replace(">", "&gt;"), source);
        Assert.Throws<ArgumentException>(() => NetworkSource.Write(Models.Varied(), "a;b"));
    }

    [Theory]
    [InlineData(null, "Dense")]
    [InlineData(null, "Network")]
    [InlineData("NetGen", "Weights")]
    [InlineData("My.NetGen", "Net")]
    [InlineData("My.Dense", "My")]
    [InlineData("System.Network", "Net")]
    public void NamesThatHideNothingAreTaken(string? ns, string name)
    {
        using var compiled = new CompiledNetworks(ns, [Models.Varied(name: name)]);
        Assert.Equal(name, compiled.Networks[0].Info.Name);
    }

    [Theory]
    [InlineData("Activation")]
    [InlineData("Activation.My")]
    [InlineData("My.Activation")]
    [InlineData("My.DropoutAttribute.App")]
    [InlineData("WeightsAttribute")]
    public void NamespacesThatHideWhatTheClassNeedsAreRefused(string ns) =>
        Assert.Throws<ArgumentException>(() => NetworkSource.Write(Models.Varied(), ns));
}
