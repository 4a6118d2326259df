using System;
using System.Linq;
using NetGen.Formats.Tests.Infrastructure;
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
        { "Sub x 0 > a; Div a 1 > b; MatMul b t > y", 13, "standardize1, dense1 4→3 Identity no bias" },
        { "MatMul x t > a; Sub a 0 > b; Div b 1 > y", 13, "dense1 4→3 Identity no bias" },
        { "MatMul x t > a; Sum a u 2 > b; Tanh b > y", 13, "dense1 4→3 Tanh" },
        { "MatMul x t > a; Mean u a 2 > y", 13, "dense1 4→3 Identity" },
        { "MatMul x t > a; MatMul a k > y", 13, "dense1 4→3 Identity no bias, dense2 3→3 Identity no bias" },

        { "MatMul x t > a; Softmax a > y", 13, "dense1 4→3 Softmax no bias" },
        { "MatMul x t > a; Softmax a > y", 11, "dense1 4→3 Softmax no bias" },
        { "MatMul x t > a; Softmax a > y axis=1", 13, "dense1 4→3 Softmax no bias" },
        { "MatMul x t > a; Softmax a > b; Log b > y", 13, "dense1 4→3 LogSoftmax no bias" },
        { "MatMul x t > a; LogSoftmax a > y axis=-1", 13, "dense1 4→3 LogSoftmax no bias" },
        { "MatMul x t > a; Softmax a > b; MatMul b k > y", 13, "dense1 4→3 Softmax no bias, dense2 3→3 Identity no bias" },
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

    /// <summary>A sum or a product with a constant is kept however little it does to numbers of about 1: features may be smaller.</summary>
    [Fact]
    public void Constants_that_change_little_are_kept()
    {
        ModelBuilder Graph(string nodes) => GraphText.Add(
            new ModelBuilder().Input("x", -1, 1).Floats("w", [1, 1], [1e-6f]).Floats("m", [1], [2e-7f]).Floats("s", [1], [1e-7f]), nodes).Output("y");
        LayerModel[] Layers(string nodes) => [.. OnnxImport.Read(Graph(nodes).Stream, "m").Network.Layers];

        StandardizeLayer standardize = Assert.IsType<StandardizeLayer>(Layers("Sub x m > a; Div a s > b; MatMul b w > y")[0]);
        Assert.Equal((2e-7f, 1e-7f), (standardize.Mean[0], standardize.Scale[0]));
        foreach (string last in (string[])["", "; Relu b > y", "; Tanh b > y", "; Elu b > y", "; LeakyRelu b > y"])
        {
            DenseLayer dense = Assert.IsType<DenseLayer>(Assert.Single(Layers($"MatMul x w > a; Add a m > {(last.Length > 0 ? "b" : "y")}{last}")));
            Assert.Equal((1e-6f, 2e-7f), (dense.Weight[0], dense.Bias?[0]));
        }

        DenseLayer bent = Assert.IsType<DenseLayer>(Assert.Single(Layers("MatMul x w > a; Elu a > y alpha=0.00000001")));
        Assert.Equal((Activation.ELU, 1e-8f), (bent.Activation, bent.Alpha));
        DenseLayer scaled = Assert.IsType<DenseLayer>(Assert.Single(Layers("MatMul x w > a; Mul a 1.0000001 > y")));
        Assert.Equal(1e-6f * 1.0000001f, scaled.Weight[0]);
    }

    [Fact]
    public void Casts_to_16_bits_are_left_out_and_so_they_are_when_the_graph_is_evaluated()
    {
        OnnxModel imported = OnnxImport.Read(
            Build("Cast x > a to=10; Cast t > h to=10; MatMul a h > b; Relu b > c; Cast c > d to=1; MatMul d k > e; Cast e > f to=16; Cast f > y to=1", 13).Stream, "m");
        Assert.Equal(["node 'Cast of a' (Cast) rounds to Float16", "node 'Cast of f' (Cast) rounds to BFloat16"], imported.Notes.Select(note => note.Split(';')[0]));
        float[] input = [0.1f, -20.3f, 1e6f, 3e-9f];
        double[] found = new double[3];
        imported.Evaluate(input, found);
        foreach ((double expected, double actual) in Reference.Evaluate(imported.Network, input).Zip(found)) Assert.Equal(expected, actual, 1e-6 * Math.Abs(expected));

        // The constants are rounded: they are the weights.
        Assert.All(((DenseLayer)imported.Network.Layers[0]).Weight, weight => Assert.Equal((float)(Half)weight, weight));
    }

    [Fact]
    public void Samples_are_evaluated_together_as_one_by_one()
    {
        foreach (int batch in (int[])[-1, 1, 3, 8])
        {
            OnnxModel imported = OnnxImport.Read(
                GraphText.Add(new ModelBuilder().Input("x", batch, 4).Weights("t", 4, 3), "MatMul x t > a; Softmax a > y").Output("y").Stream, "m");
            float[] inputs = [.. Enumerable.Range(0, 7 * 4).Select(i => MathF.Sin(i))];
            double[] together = new double[7 * 3], single = new double[3];
            imported.Evaluate(inputs, together);
            for (int sample = 0; sample < 7; sample++)
            {
                imported.Evaluate(inputs.AsSpan(sample * 4, 4), single);
                Assert.Equal(single, together[(sample * 3)..(sample * 3 + 3)]);
            }

            Assert.Throws<ArgumentException>("input", () => imported.Evaluate(inputs.AsSpan(1), together));
            Assert.Throws<ArgumentException>("output", () => imported.Evaluate(inputs, together.AsSpan(1)));
        }
    }

    [Theory]
    [InlineData("my-net", "MyNet")]
    [InlineData("torch_jit", "AFile")]
    [InlineData("activation", "ActivationNetwork")]
    [InlineData("Forward", "ForwardNetwork")]
    [InlineData("class", "Class")]
    [InlineData("3 nets", "N3Nets")]
    [InlineData("<日本>", "AFile")]
    public void The_class_has_the_name_of_the_graph_or_the_file(string graph, string expected)
    {
        ModelBuilder model = Build("MatMul x t > y", 13);
        model.Model.Graph.Name = graph;
        Assert.Equal(expected, OnnxImport.Read(model.Stream, "a_file").Network.Name);
        Assert.Throws<ArgumentException>(() => OnnxImport.Read(model.Stream, "a_file", new OnnxImportOptions { Name = "Activation" }));
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
