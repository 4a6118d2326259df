using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Operators whose meaning changed between versions, through the reference evaluator and ONNX Runtime.</summary>
public sealed class OpsetTests
{
    /// <summary>From x [2, 3, 4] to y.</summary>
    [Theory]
    [InlineData("Softmax x > y", 11)]
    [InlineData("Softmax x > y", 13)]
    [InlineData("Softmax x > y axis=0", 11)]
    [InlineData("LogSoftmax x > y", 11)]
    [InlineData("LogSoftmax x > y axis=2", 12)]
    [InlineData("Hardmax x > y", 11)]
    [InlineData("Hardmax x > y", 13)]
    [InlineData("Clip x > y min=-0.2 max=0.3", 7)]
    [InlineData("Clip x > y max=0.3", 10)]
    [InlineData("Clip x - 0.3 > y", 12)]
    [InlineData("Unsqueeze x > a axes=[0,4]; Squeeze a > y axes=[0]", 11)]
    [InlineData("Unsqueeze x ends > a; Squeeze a > y", 13)]
    [InlineData("ReduceSum x > y axes=[1]", 11)]
    [InlineData("ReduceSum x one > y keepdims=0", 13)]
    [InlineData("ReduceMean x > y axes=[0,2]", 13)]
    [InlineData("ReduceMean x one > y", 18)]
    [InlineData("ReduceMax x > y", 18)]
    [InlineData("ReduceLogSumExp x > y axes=[-1]", 13)]
    [InlineData("ReduceL2 x > y axes=[1] keepdims=0", 11)]
    [InlineData("Slice x > y starts=[0,1] ends=[9,-1] axes=[0,2]", 9)]
    [InlineData("Slice x one ends > y", 13)]
    [InlineData("Split x > y z axis=2", 11)]
    [InlineData("Split x > z y axis=2 split=[1,3]", 11)]
    [InlineData("Split x > z y axis=1 num_outputs=2", 18)]
    [InlineData("Dropout x > y", 10)]
    [InlineData("Reshape x nought > y", 13)]
    [InlineData("Celu x > y alpha=2.0", 12)]
    [InlineData("PRelu x row > y", 9)]
    [InlineData("MatMul x row > y", 13)]
    [InlineData("Elu x > y alpha=0.3", 7)]
    [InlineData("LayerNormalization x row > y", 17)]
    [InlineData("Gelu x > y", 20)]
    [InlineData("Gelu x > y approximate=tanh", 20)]
    [InlineData("Mish x > y", 18)]
    public void An_operator_means_what_its_version_says(string nodes, int opset)
    {
        ModelBuilder model = new ModelBuilder(opset).Input("x", 2, 3, 4).Weights("row", 4).Integers("one", 1).Integers("ends", 3).Integers("nought", 0, -1);
        byte[] bytes = GraphText.Add(model, nodes).Output("y").Bytes;
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 24).Select(_ => random.NextSingle() * 4 - 2)];

        OnnxTensor output = OnnxEvaluator.Run(new MemoryStream(bytes), new Dictionary<string, OnnxTensor> { ["x"] = OnnxTensor.Of(values, 2, 3, 4) })["y"];
        using var quiet = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(bytes, quiet);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([NamedOnnxValue.CreateFromTensor("x",
            new DenseTensor<float>(values, [2, 3, 4]))]);
        Tensor<float> expected = results[0].AsTensor<float>();
        Assert.Equal(expected.Dimensions.ToArray(), output.Shape.AsEnumerable());
        Assert.All(expected.ToArray().Select((value, i) => (value, output[i])), pair => Assert.Equal(pair.value, pair.Item2, 1e-5));
    }

    [Fact]
    public void Edges_are_no_accidents()
    {
        static OnnxTensor Run(string nodes, Action<ModelBuilder> add)
        {
            ModelBuilder model = new ModelBuilder(13).Input("x", 1, 2);
            add(model);
            return OnnxEvaluator.Run(GraphText.Add(model, nodes).Output("y").Stream, new Dictionary<string, OnnxTensor> { ["x"] = OnnxTensor.Of([1, 2], 1, 2) })["y"];
        }

        Assert.Equal(0, Run("Slice none from to axes steps > y", model => model.Weights("none", 0).Integers("from", -1)
            .Integers("to", long.MinValue).Integers("axes", 0).Integers("steps", -1)).Count);
        Assert.Equal([2.0, 1], Values(Run("Slice x from to axes steps > y", model => model.Integers("from", long.MaxValue)
            .Integers("to", long.MinValue).Integers("axes", -1).Integers("steps", -1))));
        Assert.Equal(-9223372036854775808.0, Run("Div least minus > y", model => model.Integers("least", long.MinValue).Integers("minus", -1))[0]);
        Assert.Throws<ImportException>(() => Run("Div least none > y", model => model.Integers("least", 5).Integers("none", 0)));
        Assert.Equal([-3.0, 3], Values(Run("Div seven two > y", model => model.Integers("seven", -7, 7).Integers("two", 2))));
    }

    [Theory]
    [InlineData("MatMul x t > a; Dropout a > - m; Cast m > b to=1; MatMul b k > y", "Dropout of -", "does not give its first output")]
    [InlineData("Transpose x > a perm=[-1,0]; MatMul t a > b; MatMul x t > y", "", "")]
    public void Unusual_outputs_are_refused_or_ignored(string nodes, string where, string what)
    {
        ModelBuilder model = GraphText.Add(new ModelBuilder(11).Input("x", -1, 4).Weights("t", 4, 3).Weights("k", 3, 3), nodes).Output("y");
        if (where.Length == 0) Assert.Equal(3, ((DenseLayer)OnnxImport.Read(model.Stream, "m").Network.Layers.Single()).Units);
        else Assert.Contains(Imported.Problems(model), problem => problem.Where.Contains(where) && problem.What.Contains(what));
    }

    private static double[] Values(OnnxTensor tensor) => [.. Enumerable.Range(0, tensor.Count).Select(i => tensor[i])];
}
