using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Activations, however they are spelled: h = 4→5 dense, y = 5→2 dense, and between them nodes from h to a.</summary>
public sealed class ActivationSpellingTests
{
    /// <summary>Nodes <c>op in in &gt; out key=value</c>, separated by semicolons; numbers as inputs are scalar constants.</summary>
    public static TheoryData<string, int, string> Spellings => new()
    {
        { "Relu h > a", 13, "ReLU" },
        { "Clip h 0 > a", 13, "ReLU" },
        { "Clip h > a min=0.0", 7, "ReLU" },
        { "Max h 0 > a", 13, "ReLU" },
        { "Max 0 h > a", 13, "ReLU" },
        { "Greater h 0 > c; Where c h 0 > a", 13, "ReLU" },
        { "Abs h > b; Add h b > c; Mul c 0.5 > a", 13, "ReLU" },
        { "Greater h 0 > c; Cast c > d to=1; Mul h d > a", 13, "ReLU" },
        { "LeakyRelu h > a alpha=0.2", 13, "LeakyReLU 0.2" },
        { "LeakyRelu h > a", 13, "LeakyReLU 0.01" },
        { "PRelu h 0.25 > a", 13, "LeakyReLU 0.25" },
        { "Mul h 0.1 > b; Max h b > a", 13, "LeakyReLU 0.1" },
        { "Less h 0 > c; Mul h 0.3 > b; Where c b h > a", 13, "LeakyReLU 0.3" },
        { "Elu h > a", 13, "ELU 1" },
        { "Elu h > a alpha=0.5", 13, "ELU 0.5" },
        { "Celu h > a", 13, "ELU 1" },
        { "Selu h > a", 13, "SELU" },
        { "Sigmoid h > a", 13, "Sigmoid" },
        { "Neg h > b; Exp b > c; Add c 1 > d; Reciprocal d > a", 13, "Sigmoid" },
        { "Mul h 0.5 > b; Tanh b > c; Mul c 0.5 > d; Add d 0.5 > a", 13, "Sigmoid" },
        { "Tanh h > a", 13, "Tanh" },
        { "Softplus h > a", 13, "Softplus" },
        { "Exp h > b; Add 1 b > c; Log c > a", 13, "Softplus" },
        { "Sigmoid h > b; Mul h b > a", 13, "SiLU" },
        { "Sigmoid h > b; Mul b h > a", 13, "SiLU" },
        { "Neg h > n; Exp n > b; Add b 1 > c; Div h c > a", 13, "SiLU" },
        { "Softplus h > b; Tanh b > c; Mul h c > a", 13, "Mish" },
        { "Mish h > a", 18, "Mish" },
        { "HardSwish h > a", 14, "HardSwish" },
        { "HardSigmoid h > b alpha=0.16666667 beta=0.5; Mul h b > a", 13, "HardSwish" },
        { "Add h 3 > b; Clip b 0 6 > c; Mul h c > d; Div d 6 > a", 13, "HardSwish" },
        { "HardSigmoid h > a alpha=0.16666667 beta=0.5", 13, "HardSigmoid" },
        { "HardSigmoid h > a", 13, "HardSigmoid" },
        { "Add h 3 > b; Clip b 0 6 > c; Div c 6 > a", 13, "HardSigmoid" },
        { "Div h 1.4142135 > b; Erf b > c; Add c 1 > d; Mul h d > e; Mul e 0.5 > a", 13, "GELU" },
        { "Mul h 0.70710677 > b; Erf b > c; Add 1 c > d; Mul h 0.5 > e; Mul e d > a", 13, "GELU" },
        { "Mul 0.70710677 h > b; Erf b > c; Add c 1 > d; Mul d 0.5 > e; Mul h e > a", 13, "GELU" },
        { "Mul 0.70710677 h > b; Erf b > c; Mul 0.5 c > d; Add d 0.5 > e; Mul e h > a", 13, "GELU" },
        { "Gelu h > a", 20, "GELU" },
        { "Gelu h > a approximate=tanh", 20, "GELUTanh" },
        { "Pow h 3 > b; Mul b 0.044715 > c; Add h c > d; Mul d 0.7978846 > e; Tanh e > f; Add f 1 > g; Mul h 0.5 > i; Mul i g > a", 13, "GELUTanh" },
        { "Mul h h > p; Mul p h > b; Mul 0.044715 b > c; Add c h > d; Mul 0.7978846 d > e; Tanh e > f; Add 1 f > g; Mul h g > i; Mul 0.5 i > a", 13, "GELUTanh" },
        { "Identity h > a", 13, "Identity" },
        { "Dropout h > b; Relu b > a", 11, "ReLU" },
        { "Mul h 2 > b; Relu b > c; Add c 1 > d; Mul d 0.5 > a", 13, "ReLU" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void An_activation_is_recognised_by_its_values(string spelling, int opset, string expected)
    {
        OnnxModel model = Imported.Check(Build(spelling, opset).Bytes);
        Assert.Equal($"dense1 4→5 {expected}", Imported.Layers(model)[0]);
        Assert.Equal("5→2 Identity", Imported.Layers(model)[^1][7..]);
    }

    [Theory]
    [InlineData("Clip h 0 6 > a", 13, "Clip of a", "input 3 = 6")]
    [InlineData("Softsign h > a", 13, "Softsign of a", "none of the activations")]
    [InlineData("Celu h > a alpha=2.0", 13, "Celu of a", "alpha = 2")]
    [InlineData("ThresholdedRelu h > a alpha=0.00001", 13, "ThresholdedRelu of a", "alpha = 1E-05")]
    [InlineData("Elu h > a alpha=-1.0", 13, "Elu of a", "alpha = -1")]
    [InlineData("LeakyRelu h > a alpha=1.5", 13, "LeakyRelu of a", "alpha = 1.5")]
    [InlineData("Selu h > a alpha=1.6", 13, "Selu of a", "alpha = 1.6")]
    [InlineData("Mul h h > a", 13, "Mul of a", "none of the activations")]
    [InlineData("Div 1 h > a", 13, "Div of a", "input 1 = 1")]
    [InlineData("Swish h > a alpha=1.702", 24, "Swish of a", "alpha = 1.702")]
    public void A_function_that_is_no_activation_is_refused_by_name(string spelling, int opset, string node, string what)
    {
        ImportProblem problem = Assert.Single(Imported.Problems(Build(spelling, opset)));
        Assert.Contains(node, problem.Where);
        Assert.Contains(what, problem.What);
        Assert.Contains("LeakyReLU", problem.Instead);
    }

    private static ModelBuilder Build(string spelling, int opset)
    {
        ModelBuilder model = new ModelBuilder(opset).Input("x", -1, 4).Weights("w1", 5, 4).Weights("b1", 5)
            .Weights("w2", 2, 5).Weights("b2", 2).Node("Gemm", "x w1 b1", "h", ("transB", 1));
        GraphText.Add(model, spelling);
        return model.Node("Gemm", "a w2 b2", "y", ("transB", 1)).Output("y");
    }
}
