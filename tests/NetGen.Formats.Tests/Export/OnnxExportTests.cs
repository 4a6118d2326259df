using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Google.Protobuf;
using NetGen.Formats.Onnx;
using NetGen.Formats.Tests.Infrastructure;
using NetGen.Tool;
using Xunit;

namespace NetGen.Formats.Tests.Export;

/// <summary>What ONNX Runtime makes of exported networks.</summary>
public sealed class OnnxExportTests
{
    private static readonly int[] _sizes = [1, 3, 7, 17, 33, 64, 256];

    public static TheoryData<Activation, int> Activations()
    {
        var data = new TheoryData<Activation, int>();
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            data.Add(activation, 20);
            data.Add(activation, 22);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void OnnxRuntimeComputesEveryActivationInsideAndAtTheEnd(Activation activation, int opset)
    {
        var random = new Random((int)activation);
        foreach (int inputs in _sizes)
        {
            foreach (int outputs in _sizes)
            {
                bool isOverLayer = activation is Activation.Softmax or Activation.LogSoftmax;
                int hidden = Math.Max(_sizes[random.Next(_sizes.Length)], 2);
                var model = new NetworkModel("Net", inputs,
                [
                    Models.Dense(random, "dense1", inputs, hidden, activation, random.Next(3) > 0),
                    Models.Dense(random, "dense2", hidden, outputs, isOverLayer && outputs == 1 ? Activation.Identity : activation, random.Next(3) > 0),
                ]);
                AssertRuns(model, model.ToOnnx(new OnnxExportOptions { Opset = opset }), random, opset == 20 ? [1, 5] : [5]);
            }
        }
    }

    [Theory]
    [InlineData(Activation.LeakyReLU, 0f)]
    [InlineData(Activation.LeakyReLU, 0.3f)]
    [InlineData(Activation.ELU, 0.7f)]
    [InlineData(Activation.ELU, 2.5f)]
    public void ParametersOfActivationsAreExported(Activation activation, float alpha)
    {
        var random = new Random(3);
        var model = new NetworkModel("Net", 4,
            [Models.Dense(random, "dense1", 4, 9, activation, alpha: alpha), Models.Dense(random, "dense2", 9, 2, Activation.Identity)]);
        AssertRuns(model, model.ToOnnx(), random, [5]);
    }

    [Fact]
    public void StandardisationRunsAndDropoutIsLeftOut()
    {
        NetworkModel model = Models.Varied();
        AssertRuns(model, model.ToOnnx(), new Random(4), [1, 5]);
    }

    [Fact]
    public void NamesWeightsAndDescriptionAreInTheFile()
    {
        NetworkModel model = Models.Varied() with { InputNames = ["a", "b \"quoted\"", "c", "d", "e"], ClassNames = ["x", "y", "z"] };
        ModelProto onnx = ModelProto.Parser.ParseFrom(model.ToOnnx());

        Assert.Equal("NetGen", onnx.ProducerName);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", onnx.ProducerVersion);
        Assert.Equal(20, Assert.Single(onnx.OpsetImport).Version);
        Assert.Contains("5 inputs, 3 outputs", onnx.DocString);
        Dictionary<string, string> metadata = onnx.MetadataProps.ToDictionary(property => property.Key, property => property.Value);
        Assert.Equal("""["a","b \u0022quoted\u0022","c","d","e"]""", metadata["input_names"]);
        Assert.Equal("""["x","y","z"]""", metadata["class_names"]);
        Assert.Contains("\"units\":17", metadata["architecture"]);
        Assert.Equal(["standardize1.Sub", "standardize1", "hidden", "hidden.LeakyReLU", "dense1", "dense1.GELU", "dense2", "dense2.Softmax"],
            onnx.Graph.Node.Select(node => node.Name));
        Assert.Equal(["standardize1.mean", "standardize1.scale", "hidden.weight", "hidden.bias", "dense1.weight", "dense2.weight", "dense2.bias"],
            onnx.Graph.Initializer.Select(tensor => tensor.Name));
        Assert.Equal("batch", onnx.Graph.Input[0].Type.TensorType.Shape.Dim[0].DimParam);

        // -0, the smallest number and the last bit of others survive.
        var hidden = (DenseLayer)model.Layers[1];
        hidden.Weight[0] = -0f;
        hidden.Weight[1] = float.Epsilon;
        ReadOnlySpan<byte> raw = ModelProto.Parser.ParseFrom(model.ToOnnx()).Graph.Initializer[2].RawData.Span;
        Assert.True(raw.SequenceEqual(MemoryMarshal.AsBytes(hidden.Weight.AsSpan())));
    }

    [Fact]
    public void NamesOfInputAndOutputCanBeAny()
    {
        NetworkModel model = Models.Varied();
        byte[] bytes = model.ToOnnx(new OnnxExportOptions { InputName = "hidden.logits", OutputName = "hidden.output", Description = "What it is." });
        AssertRuns(model, bytes, new Random(5), [2]);
        Assert.Equal("What it is.", ModelProto.Parser.ParseFrom(bytes).DocString);
        Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxExportOptions { Opset = 19 }));
        Assert.Throws<ArgumentException>(() => model.ToOnnx(new OnnxExportOptions { InputName = "output" }));
    }

    [Fact]
    public void OptionsNameTheFeaturesAndClasses()
    {
        NetworkModel model = Models.Varied() with { InputNames = ["a", "b", "c", "d", "e"], ClassNames = ["x", "y", "z"] };
        using var compiled = new CompiledNetworks(model);
        byte[] bytes = compiled.Networks[0].ToOnnx(new() { InputNames = model.InputNames, ClassNames = model.ClassNames });
        Assert.Equal(model.ToOnnx(), bytes);
        AssertRuns(model, bytes, new Random(8), [1, 4]);
        byte[] other = model.ToOnnx(new() { ClassNames = ["p", "q", "r"] });
        Assert.Equal((model with { ClassNames = ["p", "q", "r"] }).ToOnnx(), other);

        Assert.Contains("2 names for the 3 outputs of Varied",
            Assert.Throws<ArgumentException>(() => model.ToOnnx(new() { ClassNames = ["p", "q"] })).Message);
        Assert.Contains("3 names for the 5 inputs of Varied",
            Assert.Throws<ArgumentException>(() => model.ToOnnx(new() { InputNames = ["p", "q", "r"] })).Message);
        Assert.Contains("Name 1 of the outputs is null", Assert.Throws<ArgumentException>(() => model.ToOnnx(new() { ClassNames = ["p", null!, "r"] })).Message);
    }

    [Fact]
    public void NamesAreReadBack()
    {
        NetworkModel model = Models.Varied() with { InputNames = ["a", "b \"quoted\"", "ç", "😀", ""], ClassNames = ["x", "y", "z"] };
        byte[] bytes = model.ToOnnx();
        NetworkModel read = OnnxImport.Read(new MemoryStream(bytes), "names").Network;
        Assert.Equal(model.InputNames, read.InputNames);
        Assert.Equal(model.ClassNames, read.ClassNames);
    }

    /// <summary>Other programs may mean something else by the key.</summary>
    [Theory]
    [InlineData("""["x","y"]""")]
    [InlineData("""["x","y",3]""")]
    [InlineData("""["x","y","\ud800"]""")]
    [InlineData("""{"x":0}""")]
    [InlineData("x, y, z")]
    [InlineData("")]
    public void MetadataThatAreNoNamesArePassedOver(string value)
    {
        ModelProto onnx = ModelProto.Parser.ParseFrom(Models.Varied().ToOnnx());
        onnx.MetadataProps.Add(new StringStringEntryProto { Key = "class_names", Value = value });
        Assert.Empty(OnnxImport.Read(new MemoryStream(onnx.ToByteArray()), "names").Network.ClassNames);
    }

    [Fact]
    public void ABatchCanBeFixed()
    {
        NetworkModel model = Models.Varied();
        byte[] bytes = model.ToOnnx(new() { BatchSize = 3 });
        AssertRuns(model, bytes, new Random(9), [3]);
        Assert.Equal(3, ModelProto.Parser.ParseFrom(bytes).Graph.Output[0].Type.TensorType.Shape.Dim[0].DimValue);
        Assert.ThrowsAny<Exception>(() => OnnxEngine.Run(bytes, new float[2 * model.InputSize], batch: 2));
        Assert.Contains("batch of 0", Assert.Throws<ArgumentException>(() => model.ToOnnx(new() { BatchSize = 0 })).Message);
    }

    [Fact]
    public void AGeneratedNetworkIsExported()
    {
        NetworkModel model = Models.Varied();
        using var compiled = new CompiledNetworks(model);
        Assert.Equal(model.ToOnnx(), compiled.Networks[0].ToOnnx());
        using var folder = new TemporaryFolder();
        compiled.Networks[0].SaveOnnx(folder["net.onnx"]);
        Assert.Equal(model.ToOnnx(), System.IO.File.ReadAllBytes(folder["net.onnx"]));
        AssertRuns(NetworkModel.Of(compiled.Networks[0]), model.ToOnnx(), new Random(6), [5]);

        // And the generated code computes the same.
        float[] input = Models.Values(new Random(7), 5, 2), output = new float[3];
        compiled.Networks[0].Forward(input, output);
        double[] expected = Reference.Evaluate(model, input);
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], output[i], 1e-5);
    }

    private static void AssertRuns(NetworkModel model, byte[] onnx, Random random, int[] batches)
    {
        foreach (int batch in batches)
        {
            float[] inputs = Models.Values(random, batch * model.InputSize, 1);
            float[] outputs = OnnxEngine.Run(onnx, inputs, batch);
            Assert.Equal(batch * model.OutputSize, outputs.Length);
            for (int sample = 0; sample < batch; sample++)
            {
                double[] expected = Reference.Evaluate(model, inputs[(sample * model.InputSize)..((sample + 1) * model.InputSize)]);
                for (int i = 0; i < expected.Length; i++)
                {
                    float found = outputs[sample * expected.Length + i];
                    Assert.True(Math.Abs(found - expected[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected[i])),
                        $"{model.Layers[^1]}, output {i}: {found} instead of {expected[i]}");
                }
            }
        }
    }
}
