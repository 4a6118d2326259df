using System;
using System.Linq;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Model;

/// <summary>The evaluation that generated code is compared with, compared with another; and small things that imports rest on.</summary>
public sealed class NetworkEvaluatorTests
{
    [Fact]
    public void EveryActivationIsEvaluatedOverAWideRange()
    {
        foreach (Activation activation in Enum.GetValues<Activation>())
        {
            // A diagonal matrix: each output is the activation of one input, or, for softmax, of all.
            float[] input = [-300f, -40f, -9.5f, -3f, -1f, -1e-3f, 0f, 1e-3f, 0.5f, 2.9f, 3.1f, 12f, 45f, 290f];
            float[] weight = new float[input.Length * input.Length];
            for (int i = 0; i < input.Length; i++) weight[i * input.Length + i] = 1f;
            var model = new NetworkModel("Net", input.Length,
                [new DenseLayer("dense1", input.Length, input.Length, activation, weight, null) { Alpha = new ActivationChoice(activation).Alpha }]);
            double[] expected = Reference.Evaluate(model, input), found = new double[input.Length];
            NetworkEvaluator.Evaluate(model, input, found);
            for (int i = 0; i < input.Length; i++)
                Assert.True(Math.Abs(found[i] - expected[i]) <= 1e-7 * Math.Max(1e-3, Math.Abs(expected[i])),
                    $"{activation}({input[i]}): {found[i]} instead of {expected[i]}");
        }
    }

    [Theory]
    [InlineData("relu", Activation.ReLU, 0f)]
    [InlineData("leaky_relu:0.2", Activation.LeakyReLU, 0.2f)]
    [InlineData("LeakyReLU", Activation.LeakyReLU, 0.01f)]
    [InlineData("elu", Activation.ELU, 1f)]
    [InlineData("linear", Activation.Identity, 0f)]
    [InlineData("log_softmax", Activation.LogSoftmax, 0f)]
    public void ActivationsAreParsed(string text, Activation activation, float alpha)
    {
        Assert.True(ActivationChoice.TryParse(text, out ActivationChoice choice));
        Assert.Equal(new ActivationChoice(activation, alpha), choice);
        Assert.True(ActivationChoice.TryParse(choice.ToString(), out ActivationChoice again));
        Assert.Equal(choice, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("relu:1")]
    [InlineData("elu:x")]
    [InlineData("elu:1:2")]
    [InlineData("3")]
    public void OtherTextsAreNoActivations(string text) => Assert.False(ActivationChoice.TryParse(text, out _));

    [Fact]
    public void NumbersInNamesHaveTheirValue()
    {
        string[] names = ["layers.10.w", "layers.2.w", "a", "layers.02.w", "layers.2", "b12345678901234567890123", "b12345678901234567890122"];
        Assert.Equal(["a", "b12345678901234567890122", "b12345678901234567890123", "layers.2", "layers.02.w", "layers.2.w", "layers.10.w"],
            names.Order(NaturalOrder.Instance));
    }

    [Theory]
    [InlineData("my-model.safetensors", "MyModel")]
    [InlineData("2nd_try.onnx", "Network2Nd")]
    [InlineData("forward.npz", "ForwardNetwork")]
    [InlineData("日本.npz", "Network")]
    [InlineData("model.v2.json", "ModelV2")]
    public void NamesOfClassesComeFromFiles(string path, string name) => Assert.StartsWith(name, Names.OfClass(path));
}
