using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Networks that PyTorch exported.</summary>
public sealed class PyTorchTests
{
    [Theory]
    [InlineData("torch_mlp_flatten", "dense1 36→16 ReLU", "dense2 16→4 Softmax")]
    [InlineData("torch_batchnorm", "dense1 8→12 ReLU", "dense2 12→3 LogSoftmax")]
    [InlineData("torch_batchnorm_after", "standardize1", "dense1 5→7 Tanh", "dense2 7→2 Identity")]
    [InlineData("torch_gelu", "dense1 6→9 GELU", "dense2 9→5 GELUTanh", "dense3 5→1 Sigmoid")]
    [InlineData("torch_silu_mish", "dense1 6→9 SiLU", "dense2 9→9 SiLU", "dense3 9→5 Mish", "dense4 5→2 Identity")]
    [InlineData("torch_hard", "dense1 6→9 HardSwish", "dense2 9→5 HardSigmoid", "dense3 5→2 Identity")]
    [InlineData("torch_hard_opset9", "dense1 6→9 HardSwish", "dense2 9→5 HardSigmoid", "dense3 5→2 Identity")]
    [InlineData("torch_slopes", "dense1 4→6 LeakyReLU 0.2 no bias", "dense2 6→6 ELU 0.7", "dense3 6→6 SELU", "dense4 6→6 LeakyReLU 0.25", "dense5 6→6 Softplus", "dense6 6→6 ELU 1", "dense7 6→2 Identity")]
    [InlineData("torch_dropout_training", "dropout1 0.1", "dense1 6→9 ReLU", "dropout2 0.5", "dense2 9→2 Identity")]
    [InlineData("torch_three_dimensions", "dense1 7→4 ReLU", "dense2 4→2 Identity")]
    [InlineData("torch_opset9", "dense1 12→5 Sigmoid", "dense2 5→3 LogSoftmax")]
    [InlineData("torch_functions", "dense1 6→8 LeakyReLU 0.05", "dense2 8→8 LeakyReLU 0.3", "dense3 8→2 Identity")]
    [InlineData("torch_fixed_batch", "dense1 7→4 ReLU", "dense2 4→2 Identity")]
    public void A_network_of_PyTorch_is_imported(string file, params string[] layers)
    {
        OnnxModel model = Imported.Check(File.ReadAllBytes(PathOf(file)));
        Assert.Equal(layers, Imported.Layers(model));
        Assert.Equal("pytorch 1.13.0", model.Producer);
        Assert.Equal("input", model.InputName);
    }

    [Fact]
    public void Weights_of_PyTorch_keep_their_bits()
    {
        string path = PathOf("torch_mlp_flatten");
        NetworkModel network = OnnxImport.Read(path).Network;
        NetGen.Formats.Onnx.ModelProto proto = NetGen.Formats.Onnx.ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
        DenseLayer[] layers = [.. network.Layers.OfType<DenseLayer>()];
        Assert.Equal("TorchMlpFlatten", network.Name);
        foreach ((string name, float[]? values) in new[] { ("1.weight", layers[0].Weight), ("1.bias", layers[0].Bias),
            ("3.weight", layers[1].Weight), ("3.bias", layers[1].Bias) })
        {
            byte[] expected = proto.Graph.Initializer.Single(tensor => tensor.Name == name).RawData.ToByteArray();
            Assert.Equal(expected, values!.SelectMany(System.BitConverter.GetBytes));
        }
    }

    internal static string PathOf(string file, [CallerFilePath] string source = "") => Path.Combine(Path.GetDirectoryName(source)!, "Data", $"{file}.onnx");
}
