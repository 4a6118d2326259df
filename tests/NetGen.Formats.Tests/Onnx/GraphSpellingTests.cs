using System.Linq;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Dense layers, standardisation, shapes and outputs, however they are spelled.</summary>
public sealed class GraphSpellingTests
{
    /// <summary>From x [?, 4] to y; w is [3, 4], t is [4, 3], s and m are [4], u is [3], k is [3, 3], z is [1, 3].</summary>
    public static TheoryData<string, int, string> Spellings => new()
    {
        { "Gemm x w u > y transB=1", 13, "dense1 4→3 Identity" },
        { "Gemm x w > y transB=1", 13, "dense1 4→3 Identity no bias" },
        { "Gemm x t u > y", 13, "dense1 4→3 Identity" },
        { "Gemm x t z > y alpha=0.5 beta=2.0", 13, "dense1 4→3 Identity" },
        { "Gemm x t u > y beta=0.0", 13, "dense1 4→3 Identity no bias" },
        { "Gemm x t 2 > y", 13, "dense1 4→3 Identity" },
        { "MatMul x t > y", 13, "dense1 4→3 Identity no bias" },
        { "MatMul x t > a; Add a u > y", 13, "dense1 4→3 Identity" },
        { "MatMul x t > a; Add u a > y", 13, "dense1 4→3 Identity" },
        { "MatMul x t > a; Sub a u > y", 13, "dense1 4→3 Identity" },
        { "MatMul x t > a; Sub u a > y", 13, "dense1 4→3 Identity" },
        { "Transpose x > a; MatMul w a > y", 13, "dense1 4→3 Identity no bias" },
        { "Gemm w x > a transB=1; Transpose a > y", 13, "dense1 4→3 Identity no bias" },
        { "Transpose w > v; MatMul x v > a; Add a u > y", 13, "dense1 4→3 Identity" },
        { "Mul t 2 > v; MatMul x v > y", 13, "dense1 4→3 Identity no bias" },
        { "Unsqueeze x > a axes=[1]; MatMul a t > b; Squeeze b > y axes=[1]", 11, "dense1 4→3 Identity no bias" },

        { "Sub x m > a; Div a s > b; MatMul b t > y", 13, "standardize1, dense1 4→3 Identity no bias" },
        { "Sub x m > a; Mul a s > b; MatMul b t > y", 13, "standardize1, dense1 4→3 Identity no bias" },
        { "Mul x s > a; Add a m > b; MatMul b t > y", 13, "standardize1, dense1 4→3 Identity no bias" },
        { "Mul x 0 > a; Add a m > b; MatMul b t > y", 13, "dense1 4→3 Identity" },
        { "Sub x 0.5 > a; MatMul a t > y", 13, "standardize1, dense1 4→3 Identity no bias" },
        { "BatchNormalization x s m m s > a; MatMul a t > y", 13, "standardize1, dense1 4→3 Identity no bias" },
        { "MatMul x t > a; BatchNormalization a p u u p > b; Relu b > y", 13, "dense1 4→3 ReLU" },
        { "MatMul x t > a; Relu a > b; BatchNormalization b p u u p > c; MatMul c k > y", 13, "dense1 4→3 ReLU no bias, dense2 3→3 Identity" },
        { "MatMul x t > a; Relu a > b; Mul b p > c; Add c u > y", 13, "dense1 4→3 ReLU no bias, dense2 3→3 Identity" },
        { "MatMul x t > a; Relu a > b; Tanh b > y", 13, "dense1 4→3 ReLU no bias, dense2 3→3 Tanh no bias" },
        { "Tanh x > a; MatMul a t > y", 13, "dense1 4→4 Tanh no bias, dense2 4→3 Identity no bias" },
        { "MatMul x t > a; MatMul a k > y", 13, "dense1 4→3 Identity no bias, dense2 3→3 Identity no bias" },

        { "MatMul x t > a; Softmax a > y", 13, "dense1 4→3 Softmax no bias" },
        { "MatMul x t > a; Softmax a > y", 11, "dense1 4→3 Softmax no bias" },
        { "MatMul x t > a; Softmax a > y axis=1", 13, "dense1 4→3 Softmax no bias" },
        { "MatMul x t > a; Softmax a > b; Log b > y", 13, "dense1 4→3 LogSoftmax no bias" },
        { "MatMul x t > a; LogSoftmax a > y axis=-1", 13, "dense1 4→3 LogSoftmax no bias" },
        { "MatMul x t > a; Sigmoid a > b; Softmax b > y", 13, "dense1 4→3 Sigmoid no bias, dense2 3→3 Softmax no bias" },

        { "Dropout x > a; MatMul a t > b; Relu b > c; Dropout c > d; MatMul d k > e; Dropout e > y", 11, "dropout1 0.5, dense1 4→3 ReLU no bias, dropout2 0.5, dense2 3→3 Identity no bias" },
        { "MatMul x t > a; Dropout a > b; Relu b > c; MatMul c k > y", 11, "dense1 4→3 ReLU no bias, dropout1 0.5, dense2 3→3 Identity no bias" },
        { "MatMul x t > a; Dropout a > b; Tanh b > c; MatMul c k > y", 11, "dense1 4→3 Tanh no bias, dense2 3→3 Identity no bias" },
        { "Shape x > a; Gather a i0 > n; Unsqueeze n > o axes=[0]; Concat o i4 > q axis=0; Reshape x q > b; MatMul b t > y", 11, "dense1 4→3 Identity no bias" },
        { "Cast x > a to=11; Cast a > b to=1; Flatten b > c; Identity c > d; MatMul d t > y", 13, "dense1 4→3 Identity no bias" },
    };

    [Theory]
    [MemberData(nameof(Spellings))]
    public void A_network_is_recognised(string nodes, int opset, string layers) =>
        Assert.Equal(layers, string.Join(", ", Imported.Layers(Imported.Check(Build(nodes, opset).Bytes))));

    [Theory]
    [InlineData("Gemm x w u > y transB=1")]
    [InlineData("MatMul x t > a; Add a u > y")]
    public void Weights_keep_their_bits_where_nothing_is_folded(string nodes)
    {
        ModelBuilder builder = Build(nodes, 13);
        var dense = (DenseLayer)OnnxImport.Read(builder.Stream, "model").Network.Layers.Single();
        float[] Tensor(string name) => [.. builder.Model.Graph.Initializer.Single(tensor => tensor.Name == name)
            .RawData.ToByteArray().Chunk(4).Select(bytes => System.BitConverter.ToSingle(bytes))];
        float[] t = Tensor("t");
        Assert.Equal(nodes.StartsWith("Gemm") ? Tensor("w") : [.. Enumerable.Range(0, 12).Select(i => t[i % 4 * 3 + i / 4])], dense.Weight);
        Assert.Equal(Tensor("u"), dense.Bias);
    }

    [Fact]
    public void Mean_and_scale_are_the_graphs_own_numbers_where_it_subtracts_and_divides()
    {
        ModelBuilder builder = Build("Sub x m > a; Div a s > b; MatMul b t > y", 13);
        var layer = (StandardizeLayer)OnnxImport.Read(builder.Stream, "model").Network.Layers[0];
        float[] Tensor(string name) => [.. builder.Model.Graph.Initializer.Single(tensor => tensor.Name == name)
            .RawData.ToByteArray().Chunk(4).Select(bytes => System.BitConverter.ToSingle(bytes))];
        Assert.Equal(Tensor("m"), layer.Mean);
        Assert.Equal(Tensor("s"), layer.Scale);
    }

    [Fact]
    public void A_vector_is_one_sample()
    {
        ModelBuilder left = new ModelBuilder().Input("x", 4).Weights("w", 3, 4).Node("MatMul", "w x", "y").Output("y");
        ModelBuilder right = new ModelBuilder().Input("x", 4).Weights("w", 4, 3).Node("MatMul", "x w", "a").Node("Softmax", "a", "y").Output("y");
        Assert.Equal(["dense1 4→3 Identity no bias"], Imported.Layers(Imported.Check(left.Bytes)));
        Assert.Equal(["dense1 4→3 Softmax no bias"], Imported.Layers(Imported.Check(right.Bytes)));
    }

    [Fact]
    public void A_graph_of_many_samples_gives_one()
    {
        ModelBuilder model = new ModelBuilder().Input("x", 8, 2, 2).Weights("t", 4, 3).Node("Flatten", "x", "a").Node("MatMul", "a t", "y").Output("y");
        OnnxModel imported = Imported.Check(model.Bytes);
        Assert.Equal(4, imported.Network.InputSize);
        Assert.Contains(imported.Notes, note => note.Contains("8 samples at once"));
    }

    [Fact]
    public void A_graph_in_double_precision_is_imported()
    {
        var weight = new NetGen.Formats.Onnx.TensorProto { Name = "w", DataType = (int)OnnxElementType.Double };
        weight.Dims.AddRange([2, 3]);
        weight.DoubleData.AddRange([0.1, -0.2, 0.3, 0.4, 0.5, -0.6]);
        ModelBuilder model = new ModelBuilder().Input("x", OnnxElementType.Double, -1, 2).Tensor(weight)
            .Node("MatMul", "x w", "a").Node("Relu", "a", "y").Output("y", OnnxElementType.Double);
        Assert.Contains(Imported.Check(model.Bytes).Notes, note => note.Contains("Double"));
    }

    private static ModelBuilder Build(string nodes, int opset)
    {
        ModelBuilder model = new ModelBuilder(opset).Input("x", -1, 4).Weights("w", 3, 4).Weights("t", 4, 3).Positive("s", 4)
            .Weights("m", 4).Weights("u", 3).Weights("k", 3, 3).Positive("p", 3).Weights("z", 1, 3);
        var index = new NetGen.Formats.Onnx.TensorProto { Name = "i0", DataType = (int)OnnxElementType.Int64 };
        index.Int64Data.Add(0);
        return GraphText.Add(model.Tensor(index).Integers("i4", 4), nodes).Output("y");
    }
}
