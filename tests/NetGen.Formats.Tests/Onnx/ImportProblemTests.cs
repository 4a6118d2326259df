using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Google.Protobuf;
using NetGen.Formats.Onnx;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>What cannot be imported is refused as a whole, and named.</summary>
public sealed class ImportProblemTests
{
    [Fact]
    public void All_problems_are_named_at_once()
    {
        ModelBuilder model = new ModelBuilder().Input("x", -1, 4).Weights("w1", 4, 5).Weights("w2", 5, 5).Weights("w3", 5, 2).Weights("kernel", 1, 1, 3)
            .Floats("broken", [5], [1, 2, float.NaN, 4, 5]).Node("MatMul", "x w1", "a").Node("Clip", "a zero six", "b")
                .Scalar("zero", 0).Scalar("six", 6).Node("MatMul", "b w2", "c")
            .Node("Softsign", "c", "d").Node("MatMul", "d w2", "e").Node("Add", "e broken", "f").Node("LSTM", "f w2 w2", "g")
                .Node("MatMul", "g w3", "h").Node("Conv", "h kernel", "y").Output("y");
        IReadOnlyList<ImportProblem> problems = Imported.Problems(model);
        Assert.Equal(["Add of f", "LSTM of g", "Conv of y", "Softsign of d", "Clip of b"], problems.Select(problem => problem.Where.Split('\'')[1]));
        Assert.Contains("'broken', whose value 2 is NaN", problems[0].What);

        ModelBuilder functions = new ModelBuilder().Input("x", -1, 4).Weights("w1", 4, 5).Weights("w2", 5, 5).Scalar("zero", 0)
            .Scalar("six", 6).Node("MatMul", "x w1", "a").Node("Clip", "a zero six", "b")
            .Node("MatMul", "b w2", "c").Node("Softmax", "c", "s").Node("MatMul", "s w2", "d").Node("Softsign", "d", "y").Output("y");
        Assert.Equal(["Softsign of y", "Clip of b"], Imported.Problems(functions).Select(problem => problem.Where.Split('\'')[1]));
    }

    /// <summary>From x [?, 4] with t [4, 3] and k [3, 3].</summary>
    [Theory]
    [InlineData("MatMul x t > a; Clip a 0 6 > b; MatMul b k > c; Add b c > y", "Add of y, Clip of b")]
    [InlineData("MatMul x t > a; MatMul a k > b; Add a b > c; Clip c 0 6 > d; MatMul d k > e; Add d e > y", "Add of c, Add of y, Clip of d")]
    [InlineData("MatMul x t > a; MatMul a k > b; Add a b > c; MatMul c k > d; Floor d > e; MatMul e k > y", "Add of c, Floor of e")]
    [InlineData("MatMul x t > a; Clip a 0 6 > b; Einsum b k > c equation=ij,jk; Softmax c > y", "Einsum of c, Clip of b")]
    [InlineData("MatMul x t > a; Clip a 0 6 > b; Softmax b > c axis=0; Abs c > y", "Softmax of c, Abs of y, Clip of b")]
    [InlineData("MatMul x t > a; BatchNormalization a p p p p > b training_mode=1; Clip b 0 6 > c; MatMul c k > y", "BatchNormalization of b, Clip of c")]
    [InlineData("MatMul x t > a; ReduceMean a > b axes=[1]; Sub a b > c; Mul c c > d; ReduceMean d > e axes=[1]; Div c e > f; MatMul f k > y", "ReduceMean of b")]
    public void One_problem_hides_no_other_and_makes_none(string nodes, string where)
    {
        ModelBuilder model = new ModelBuilder(14).Input("x", -1, 4).Weights("t", 4, 3).Weights("k", 3, 3).Positive("p", 3);
        Assert.Equal(where, string.Join(", ", Imported.Problems(GraphText.Add(model, nodes).Output("y")).Select(problem => problem.Where.Split('\'')[1])));
    }

    /// <summary>From x [?, 4] with t [4, 3] and k [3, 3].</summary>
    [Theory]
    [InlineData("MatMul x t > a; Softmax a > y axis=0", "Softmax of y", "axis 0")]
    [InlineData("MatMul x v > a; Softmax a > y", "Softmax of y", "single unit")]
    [InlineData("MatMul x t > a; Relu a > b; Add a b > c; MatMul c k > y", "Add of c", "none of the activations")]
    [InlineData("MatMul x t > a; MatMul a k > b; Add a b > y", "Add of y", "different layers")]
    [InlineData("MatMul x t > a; MatMul a k > b; Mul a b > y", "Mul of y", "different layers")]
    [InlineData("Transpose x > a; MatMul x a > y", "MatMul of y", "two values that depend on the input")]
    [InlineData("MatMul x t > a; ReduceSum a > y", "ReduceSum of y", "not supported on the way")]
    [InlineData("MatMul x t > a; PRelu a r > y", "PRelu of y", "different for each feature")]
    [InlineData("MatMul x t > a; Concat a a > y axis=1", "Concat of y", "joins")]
    [InlineData("Relu x > y", "graph", "no dense layer")]
    [InlineData("Einsum x t > y equation=ij,jk", "Einsum of y", "not supported")]
    [InlineData("MatMul t t > a; MatMul x a > y", "MatMul of a", "do not fit")]
    [InlineData("MatMul x t > a; Cast a > b to=8; Cast b > y to=1", "Cast of b", "STRING")]
    [InlineData("MatMul x n > y", "MatMul of y", "shape [4, 0], which is empty")]
    [InlineData("Gemm x n > y", "Gemm of y", "shape [4, 0], which is empty")]
    [InlineData("MatMul x n > a; MatMul a o > y", "MatMul of a", "shape [4, 0], which is empty")]
    [InlineData("MatMul x t > a; Div a 0 > y", "Div of y", "value 0 is 0")]
    [InlineData("MatMul x t > a; Dropout a > b m; Cast m > c to=1; MatMul c k > y", "Cast of c", "'m', which is not the first output of node 'Dropout of b m'")]
    [InlineData("MatMul x t > a; Floor a > y", "Floor of y", "none of the activations")]
    [InlineData("Gemm x t > y transB=1.5", "Gemm of y", "transB of type")]
    [InlineData("MatMul x missing > y", "MatMul of y", "'missing', which nothing before it gives")]
    [InlineData("Relu x > y; Relu x > y", "Relu of y", "which is there already")]
    public void A_graph_that_no_network_expresses_is_refused(string nodes, string where, string what)
    {
        ModelBuilder model = new ModelBuilder().Input("x", -1, 4).Weights("t", 4, 3).Weights("k", 3, 3).Weights("v", 4, 1).Floats("r", [3], [0.1f, 0.2f, 0.3f])
            .Weights("n", 4, 0).Weights("o", 0, 3);
        IReadOnlyList<ImportProblem> problems = Imported.Problems(GraphText.Add(model, nodes).Output("y"));
        Assert.Contains(problems, problem => problem.Where.Contains(where) && problem.What.Contains(what));
    }

    [Fact]
    public void Operators_that_are_not_supported_are_told_what_is()
    {
        ImportProblem problem = Assert.Single(Imported.Problems(new ModelBuilder().Input("x", -1, 1, 5, 5).Weights("k", 3, 1, 3, 3)
            .Node("Conv", "x k", "y").Output("y")));
        Assert.Contains("Gemm, MatMul, Softmax", problem.Instead);

        // The branches take a value of the graph around them, which the node does not name.
        ModelBuilder branches = new ModelBuilder().Input("x", -1, 4).Weights("w", 4, 3).Node("MatMul", "x w", "a").Integers("c", 1).Node("If", "c", "y").Output("y");
        AttributeProto branch = new() { Name = "then_branch", Type = AttributeProto.Types.AttributeType.Graph, G = new GraphProto { Name = "then" } };
        branch.G.Node.Add(new NodeProto { OpType = "Relu", Input = { "a" }, Output = { "b" } });
        branches.Model.Graph.Node[^1].Attribute.Add(branch);
        problem = Assert.Single(Imported.Problems(branches));
        Assert.Equal(("node 'If of y' (If)", "The operator is not supported."), (problem.Where, problem.What));
    }

    [Fact]
    public void Ends_that_are_not_clear_are_refused()
    {
        ModelBuilder Graph() => new ModelBuilder().Weights("t", 4, 3).Node("MatMul", "x t", "y").Node("Relu", "y", "z");
        Assert.Contains("2 outputs", Imported.Problems(Graph().Input("x", -1, 4).Output("y").Output("z"))[0].What);
        Assert.Equal(["dense1 4→3 Identity no bias"],
            Imported.Layers(OnnxImport.Read(Graph().Input("x", -1, 4).Output("y").Output("z").Stream, "m", new OnnxImportOptions { Output = "y" })));
        Assert.Contains("no output 'q'", Imported.Problems(Graph().Input("x", -1, 4).Output("y"), new OnnxImportOptions { Output = "q" })[0].What);
        Assert.Contains("shape is [?, ?]", Imported.Problems(Graph().Input("x", -1, -1).Output("y"))[0].What);
        Assert.Contains("INT64", Imported.Problems(Graph().Input("x", OnnxElementType.Int64, -1, 4).Output("y"))[0].What);
        Assert.Contains("2 inputs", Imported.Problems(Graph().Input("x", -1, 4).Input("v", -1, 3).Node("Add", "z v", "w").Output("w"))[0].What);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(25)]
    public void Other_versions_of_the_operators_are_refused(int opset) =>
        Assert.Contains($"version {opset}",
            Imported.Problems(new ModelBuilder(opset).Input("x", -1, 4).Weights("t", 4, 3).Node("MatMul", "x t", "y").Output("y"))[0].What);

    [Fact]
    public void Data_beside_the_model_are_read_and_nothing_else()
    {
        string folder = Directory.CreateTempSubdirectory("netgen-onnx-").FullName;
        try
        {
            float[] values = [0.5f, -1.5f, 2.5f, 1, 2, 3];
            File.WriteAllBytes(Path.Combine(folder, "weights.bin"), [0, 0, 0, 0, .. values.SelectMany(System.BitConverter.GetBytes)]);
            string path = Path.Combine(folder, "net.onnx");
            File.WriteAllBytes(path, External(("location", "weights.bin"), ("offset", "4"), ("length", "24")).Bytes);
            OnnxModel imported = OnnxImport.Read(path);
            Assert.Equal(values, ((DenseLayer)imported.Network.Layers[0]).Weight);
            File.Move(Path.Combine(folder, "weights.bin"), Path.Combine(folder, "elsewhere.bin"));
            double[] output = new double[2];
            imported.Evaluate([1, 1, 1], output);
            Assert.Equal([1.5, 6], output);
            File.Move(Path.Combine(folder, "elsewhere.bin"), Path.Combine(folder, "weights.bin"));
            Assert.Contains("another file", Imported.Problems(External(("location", "weights.bin"), ("offset", "4")))[0].What);

            foreach (string location in new[] { "../weights.bin", "/etc/passwd", "a/../weights.bin", "C:\\weights.bin", "..\\weights.bin", "", "no.bin", "." })
            {
                File.WriteAllBytes(path, External(("location", location), ("offset", "4")).Bytes);
                Assert.Contains(location, Assert.Throws<ImportException>(() => OnnxImport.Read(path)).Problems[0].What);
            }

            foreach ((string offset, string length) in new[] { ("8", "24"), ("4", "20"), ("-4", "24"),
                ("9223372036854775807", "24"), ("4", "9223372036854775807"), ("x", "24") })
            {
                File.WriteAllBytes(path, External(("location", "weights.bin"), ("offset", offset), ("length", length)).Bytes);
                Assert.Throws<ImportException>(() => OnnxImport.Read(path));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_data_is_refused()
    {
        using var folder = new TemporaryFolder();
        NamedPipe.Create(folder["weights.bin"]);
        foreach ((string, string)[] length in ((string, string)[][])[[], [("length", "24")]])
        {
            File.WriteAllBytes(folder["net.onnx"], External([("location", "weights.bin"), .. length]).Bytes);
            ImportException exception = await NamedPipe.Within(() => Assert.Throws<ImportException>(() => OnnxImport.Read(folder["net.onnx"])));
            Assert.Contains("'weights.bin', which is empty, or a pipe", Assert.Single(exception.Problems).What);
        }
    }

    [Fact]
    public void Every_encoding_of_values_is_read_and_wrong_lengths_are_refused()
    {
        static TensorProto Of(OnnxElementType type, params long[] dims)
        {
            var tensor = new TensorProto { Name = "t", DataType = (int)type };
            tensor.Dims.AddRange(dims);
            return tensor;
        }

        TensorProto half = Of(OnnxElementType.Float16, 2), brain = Of(OnnxElementType.BFloat16, 1), unsigned = Of(OnnxElementType.UInt64, 1),
            bytes = Of(OnnxElementType.Int8, 2), truth = Of(OnnxElementType.Bool, 1);
        half.Int32Data.AddRange([0x3C00, 0xC000]);
        brain.Int32Data.Add(0x4049);
        unsigned.Uint64Data.Add(ulong.MaxValue);
        bytes.RawData = ByteString.CopyFrom(0xFF, 0x7F);
        truth.Int32Data.Add(1);
        Assert.Equal([1.0, -2], Values(half));
        Assert.Equal([3.140625], Values(brain));
        Assert.Equal([(double)ulong.MaxValue], Values(unsigned));
        Assert.Equal([-1.0, 127], Values(bytes));
        Assert.Equal([1.0], Values(truth));

        half.Dims[0] = 3;
        bytes.Dims[0] = 1;
        TensorProto text = Of(OnnxElementType.String, 1), complex = Of(OnnxElementType.Complex64, 1), unknown = Of((OnnxElementType)99, 1),
            negative = Of(OnnxElementType.Float, -1), huge = Of(OnnxElementType.Float, int.MaxValue, int.MaxValue);
        foreach (TensorProto tensor in new[] { half, bytes, text, complex, unknown, negative, huge }) Assert.Throws<ImportException>(() => Values(tensor));
    }

    private static double[] Values(TensorProto proto)
    {
        OnnxTensor tensor = OnnxTensor.Read(new MemoryStream(proto.ToByteArray()), "tensor");
        return [.. Enumerable.Range(0, tensor.Count).Select(i => tensor[i])];
    }

    private static ModelBuilder External(params (string Key, string Value)[] entries)
    {
        var tensor = new TensorProto { Name = "w", DataType = (int)OnnxElementType.Float, DataLocation = TensorProto.Types.DataLocation.External };
        tensor.Dims.AddRange([2, 3]);
        tensor.ExternalData.AddRange(entries.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value }));
        return new ModelBuilder().Input("x", -1, 3).Tensor(tensor).Node("Gemm", "x w", "y", ("transB", 1)).Output("y");
    }
}
