using System.Collections.Generic;
using System.Linq;
using NetGen.Formats.Onnx;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Graphs as skl2onnx, tf2onnx and PyTorch's exporter of functions write them.</summary>
public sealed class ExporterTests
{
    private const string Library = "pkg.onnxscript.torch_lib";

    [Fact]
    public void A_binary_classifier_of_scikit_learn_gives_the_probability_of_the_second_class()
    {
        ModelBuilder Build() => Classifier(units: 1, "Sigmoid a2 > p; Sub 1 p > q; Concat q p > probabilities axis=1");
        ModelBuilder model = Build().Output("label", OnnxElementType.Int64).Output("probabilities");
        OnnxModel imported = Imported.Check(model.Bytes);
        Assert.Equal(["standardize1", "dense1 4→6 ReLU", "dense2 6→1 Sigmoid"], Imported.Layers(imported));
        Assert.Equal(["3", "7"], imported.Network.ClassNames);
        Assert.Equal("probabilities", imported.OutputName);
        Assert.Contains(imported.Notes, note => note.Contains("label") && note.Contains("ignored"));
        Assert.Contains(imported.Notes, note => note.Contains("1 − p and p"));

        // As maps of names and probabilities, which is what skl2onnx writes unless told otherwise.
        ModelBuilder zipped = Build().Node("ai.onnx.ml.ZipMap", "probabilities", "maps", ("classlabels_strings", new[] { "cat", "dog" }))
            .Output("label", OnnxElementType.Int64).Output("maps", OnnxElementType.Undefined);
        OnnxModel fromMaps = OnnxImport.Read(zipped.Stream, "model");
        Assert.Equal(Imported.Layers(imported), Imported.Layers(fromMaps));
        Assert.Equal(["cat", "dog"], fromMaps.Network.ClassNames);
        Assert.Equal("maps", fromMaps.OutputName);
    }

    [Fact]
    public void A_classifier_of_scikit_learn_gives_the_probabilities()
    {
        ModelBuilder model = Classifier(units: 3, "Softmax a2 > probabilities axis=1").Output("label", OnnxElementType.Int64).Output("probabilities");
        Assert.Equal(["standardize1", "dense1 4→6 ReLU", "dense2 6→3 Softmax"], Imported.Layers(Imported.Check(model.Bytes)));
    }

    [Fact]
    public void A_regressor_of_scikit_learn_is_imported()
    {
        ModelBuilder model = new ModelBuilder(15).Input("X", -1, 4).Weights("c1", 4, 6).Weights("b1", 1, 6)
            .Weights("c2", 6, 1).Weights("b2", 1, 1).Integers("shape", -1, 1);
        GraphText.Add(model, "Cast X > x to=1; MatMul x c1 > m1; Add m1 b1 > a1; Tanh a1 > h; MatMul h c2 > m2; Add m2 b2 > a2; Reshape a2 shape > variable")
            .Output("variable");
        Assert.Equal(["dense1 4→6 Tanh", "dense2 6→1 Identity"], Imported.Layers(Imported.Check(model.Bytes)));
    }

    [Fact]
    public void A_network_of_Keras_is_imported()
    {
        ModelBuilder model = new ModelBuilder(13).Input("dense_input", -1, 5).Weights("sequential/dense/MatMul/ReadVariableOp:0", 5, 7)
            .Weights("sequential/dense/BiasAdd/ReadVariableOp:0", 7)
            .Weights("scale", 7).Weights("shift", 7).Weights("sequential/dense_1/MatMul/ReadVariableOp:0", 7, 3)
                .Weights("sequential/dense_1/BiasAdd/ReadVariableOp:0", 3);
        model.Model.Graph.Name = "tf2onnx";
        GraphText.Add(model, "MatMul dense_input sequential/dense/MatMul/ReadVariableOp:0 > m; Add m sequential/dense/BiasAdd/ReadVariableOp:0 > a; Sigmoid a > s; Mul s a > h;"
            + "Mul h scale > n; Add n shift > o; MatMul o sequential/dense_1/MatMul/ReadVariableOp:0 > m2; Add m2 sequential/dense_1/BiasAdd/ReadVariableOp:0 > a2; Softmax a2 > dense_1").Output("dense_1");
        OnnxModel imported = Imported.Check(model.Bytes);
        Assert.Equal(["dense1 5→7 SiLU", "dense2 7→3 Softmax"], Imported.Layers(imported));
        Assert.Equal("Model", imported.Network.Name);
    }

    [Fact]
    public void Functions_are_put_where_they_are_called()
    {
        ModelBuilder model = new ModelBuilder(18).Domain(Library, 1).Input("x", -1, 4).Weights("w", 5, 4).Weights("b", 5).Weights("w2", 2, 5);
        model.Function(Function("aten_linear", "input weight bias", "result", [], NodeOf("aten_t", "weight", "t"),
            ModelBuilder.NodeOf("Gemm", "input t bias", "result")))
            .Function(Function("aten_t", "self", "result", [], ModelBuilder.NodeOf("Transpose", "self", "result", ("perm", new long[] { 1, 0 }))))
            .Function(Function("aten_gelu", "self", "result", [], Gelu("self", "result")))
            .Function(Function("aten_leaky_relu", "self", "result", [ModelBuilder.Attribute("negative_slope", 0.01f)],
                Slope(ModelBuilder.NodeOf("LeakyRelu", "self", "result"))))
            .Node($"{Library}.aten_linear", "x w b", "h").Node($"{Library}.aten_gelu", "h", "g").Node($"{Library}.aten_linear", "g w2", "k")
            .Node($"{Library}.aten_leaky_relu", "k", "l", ("negative_slope", 0.3f)).Node($"{Library}.aten_leaky_relu", "l", "y").Output("y");

        // Twice a slope below zero is once their product; so it is one activation.
        OnnxModel imported = Imported.Check(model.Bytes);
        Assert.Equal(["dense1 4→5 GELU", "dense2 5→2 LeakyReLU 0.003 no bias"], Imported.Layers(imported));
    }

    [Fact]
    public void Names_within_functions_are_their_own()
    {
        ModelBuilder model = new ModelBuilder(18).Domain(Library, 1).Input("x", -1, 2).Weights("w", 2, 2).Weights("t", 2, 2)
            .Function(Function("twice", "x w", "y", [], ModelBuilder.NodeOf("MatMul", "x w", "t"), ModelBuilder.NodeOf("MatMul", "t w", "y")))
            .Node($"{Library}.twice", "x w", "z").Node($"{Library}.twice", "z t", "y").Output("y");
        Assert.Equal(4, Imported.Layers(Imported.Check(model.Bytes)).Length);
    }

    private static FunctionProto Function(string name, string inputs, string outputs, AttributeProto[] defaults, params NodeProto[] nodes)
    {
        var function = new FunctionProto { Name = name, Domain = Library };
        function.Input.AddRange(inputs.Split(' '));
        function.Output.AddRange(outputs.Split(' '));
        function.AttributeProto.AddRange(defaults);
        function.Node.AddRange(nodes);
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 18 });
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = Library, Version = 1 });
        return function;
    }

    private static NodeProto NodeOf(string name, string inputs, string outputs) => ModelBuilder.NodeOf($"{Library}.{name}", inputs, outputs);

    private static NodeProto[] Gelu(string input, string output)
    {
        static NodeProto Constant(string name, float value) => ModelBuilder.NodeOf("Constant", "", name, ("value_float", value));
        return
        [
            Constant("half", 0.5f), Constant("root", 0.70710677f), Constant("one", 1),
            ModelBuilder.NodeOf("CastLike", $"half {input}", "h"), ModelBuilder.NodeOf("CastLike", $"one {input}", "o"),
            ModelBuilder.NodeOf("Mul", $"{input} root", "scaled"), ModelBuilder.NodeOf("Erf", "scaled", "erf"), ModelBuilder.NodeOf("Add", "erf o", "sum"),
            ModelBuilder.NodeOf("Mul", "h sum", "cdf"), ModelBuilder.NodeOf("Mul", $"{input} cdf", output),
        ];
    }

    private static NodeProto Slope(NodeProto node)
    {
        node.Attribute.Add(new AttributeProto { Name = "alpha", Type = AttributeProto.Types.AttributeType.Float, RefAttrName = "negative_slope" });
        return node;
    }

    private static ModelBuilder Classifier(int units, string end)
    {
        ModelBuilder model = new ModelBuilder(15).Domain("ai.onnx.ml", 1).Input("X", -1, 4).Weights("c1", 4, 6).Weights("b1", 1, 6)
            .Weights("c2", 6, units).Weights("b2", 1, units).Integers("shape", -1);
        var classes = new TensorProto { Name = "classes", DataType = (int)OnnxElementType.Int32 };
        classes.Dims.Add(System.Math.Max(2, units));
        classes.Int32Data.AddRange(new List<int> { 3, 7, 9 }.Take(System.Math.Max(2, units)));
        model.Tensor(classes).Node("ai.onnx.ml.Scaler", "X", "variable", ("offset", new[] { 0.5f, -1, 2, 0 }), ("scale", new[] { 2, 0.5f, 0.25f, 1 }));
        GraphText.Add(model, "Cast variable > x to=1; MatMul x c1 > m1; Add m1 b1 > a1; Relu a1 > h; MatMul h c2 > m2; Add m2 b2 > a2");
        GraphText.Add(model, end);
        return model.Node("ArgMax", "probabilities", "best", ("axis", 1)).Node("ai.onnx.ml.ArrayFeatureExtractor", "classes best", "labels")
            .Node("Cast", "labels", "labels64", ("to", 7)).Node("Reshape", "labels64 shape", "label");
    }
}
