using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Reference;

/// <summary>The reference itself: against published values, and its derivatives against differences.</summary>
public sealed class ReferenceTests
{
    public static TheoryData<Activation> Activations => [.. Enum.GetValues<Activation>()];

    public static MatrixTheoryData<Activation, string> ActivationsAndLosses => new(Enum.GetValues<Activation>(), Enum.GetNames<LossKind>());

    // Abramowitz and Stegun, table 7.1, and Wolfram for the tail.
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.5, 0.4795001221869535)]
    [InlineData(1, 0.15729920705028513)]
    [InlineData(1.9, 0.007209570764742524)]
    [InlineData(2, 0.004677734981047266)]
    [InlineData(3, 2.209049699858544e-5)]
    [InlineData(5, 1.5374597944280349e-12)]
    [InlineData(-1, 1.8427007929497148)]
    public void ErrorFunctionHasItsKnownValues(double x, double complement) =>
        Assert.Equal(1, ErrorFunction.Complement(x) / complement, 1e-12);

    // f(1) and f(−1), as PyTorch's documentation of each function defines it, computed to 9 digits.
    [Theory]
    [InlineData(Activation.Identity, 1, -1)]
    [InlineData(Activation.Sigmoid, 0.731058579, 0.268941421)]
    [InlineData(Activation.Tanh, 0.761594156, -0.761594156)]
    [InlineData(Activation.ReLU, 1, 0)]
    [InlineData(Activation.LeakyReLU, 1, -0.01)]
    [InlineData(Activation.ELU, 1, -0.632120559)]
    [InlineData(Activation.SELU, 1.050700987, -1.111330738)]
    [InlineData(Activation.GELU, 0.841344746, -0.158655254)]
    [InlineData(Activation.GELUTanh, 0.841191991, -0.158808009)]
    [InlineData(Activation.SiLU, 0.731058579, -0.268941421)]
    [InlineData(Activation.Softplus, 1.313261688, 0.313261688)]
    [InlineData(Activation.HardSigmoid, 0.666666667, 0.333333333)]
    [InlineData(Activation.HardSwish, 0.666666667, -0.333333333)]
    [InlineData(Activation.Mish, 0.865098388, -0.303401461)]
    public void ActivationsHaveTheirKnownValues(Activation activation, double atOne, double atMinusOne)
    {
        double alpha = new DenseLayer(1, activation).EffectiveAlpha;
        Assert.Equal(atOne, ReferenceActivation.Value(activation, alpha, 1), 1e-9);
        Assert.Equal(atMinusOne, ReferenceActivation.Value(activation, alpha, -1), 1e-9);
    }

    [Fact]
    public void SoftmaxHasItsKnownValues()
    {
        double[] z = [1, 2, 3], y = new double[3];
        ReferenceActivation.Apply(Activation.Softmax, 0, z, y);
        Assert.Equal([0.090030573, 0.244728471, 0.665240956], y.Select(value => Math.Round(value, 9)));
        ReferenceActivation.Apply(Activation.LogSoftmax, 0, z, y);
        Assert.Equal([-2.407605964, -1.407605964, -0.407605964], y.Select(value => Math.Round(value, 9)));
    }

    // Each computed by hand for y = (0.8, 0.4), the values under cross-entropies being probabilities.
    [Theory]
    [InlineData("MeanSquaredError", Activation.Identity, 1f, 0f, 0.1)]
    [InlineData("MeanAbsoluteError", Activation.Identity, 1f, 0f, 0.3)]
    [InlineData("Huber", Activation.Identity, 0.3f, 4.4f, 1.8125)]
    [InlineData("Hinge", Activation.Identity, 1f, -1f, 0.8)]
    [InlineData("SquaredHinge", Activation.Identity, 1f, -1f, 1)]
    [InlineData("BinaryCrossEntropy", Activation.Sigmoid, 1f, 0f, 0.36698458754)]
    public void LossesHaveTheirKnownValues(string kind, Activation activation, float t0, float t1, double expected)
    {
        double[] y = [0.8, 0.4];
        double[] z = activation == Activation.Sigmoid ? [Math.Log(4), Math.Log(2.0 / 3)] : y;
        double loss = new ReferenceLoss(Enum.Parse<LossKind>(kind)).Evaluate(activation, 0, z, y, [t0, t1], new double[2]);
        Assert.Equal(expected, loss, 1e-7);
    }

    [Fact]
    public void LossesOfClassesHaveTheirKnownValues()
    {
        double[] y = [0.7, 0.2, 0.1], z = [.. y.Select(value => Math.Log(value) + 5)], dz = new double[3];
        var crossEntropy = new ReferenceLoss(LossKind.CategoricalCrossEntropy);
        Assert.Equal(-Math.Log(0.2), crossEntropy.Evaluate(Activation.Softmax, 0, z, y, [1f], dz), 1e-12);
        Assert.Equal(-Math.Log(0.2), crossEntropy.Evaluate(Activation.LogSoftmax, 0, z, y, [0f, 1f, 0f], dz), 1e-12);
        var divergence = new ReferenceLoss(LossKind.KullbackLeibler);
        Assert.Equal(0.5 * Math.Log(0.5 / 0.7) + 0.5 * Math.Log(0.5 / 0.2), divergence.Evaluate(Activation.Softmax, 0, z, y, [0.5f, 0.5f, 0f], dz), 1e-12);
        var hinge = new ReferenceLoss(LossKind.Hinge);
        Assert.Equal((1.7 + 0.8 + 1.1) / 3, hinge.Evaluate(Activation.Identity, 0, y, y, [1f], dz), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Activations))]
    public void DerivativesAreThoseOfTheFunctions(Activation activation)
    {
        if (ReferenceActivation.IsOverLayer(activation)) return;
        for (double z = -7.95; z < 8; z += 0.1)
        {
            double Value(double offset) => ReferenceActivation.Value(activation, 0.3, z + offset);
            Assert.Equal(Difference(Value, 1e-3), ReferenceActivation.Derivative(activation, 0.3, z), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(ActivationsAndLosses))]
    public void GradientsAreThoseOfTheLoss(Activation activation, string kind)
    {
        var loss = new ReferenceLoss(Enum.Parse<LossKind>(kind));
        if (!loss.Fits(activation)) return;
        var architecture = new Architecture("Net", 4, [new(5, activation), new(3, Activation.Tanh, UseBias: false), new(3, activation)]);
        var network = new ReferenceNetwork(architecture);
        var random = new Random((int)activation);
        double[] x, dx = new double[4];
        float[] target = new float[3];
        do
        {
            network.Randomize(random);
            x = [.. Enumerable.Range(0, 4).Select(_ => 4 * random.NextDouble() - 2)];
            network.Forward(x);
            Targets.Write(random, loss.Kind, TargetForm.Values, target);
        }
        while (network.DistanceToKink < 1e-2 || loss.DistanceToKink(network.Output, target) < 1e-2);

        var gradients = new TensorSet(architecture);
        network.Backward(x, target, loss, gradients, dx);
        for (int t = 0; t < gradients.Tensors.Count; t++)
            AssertGradient(network.Parameters.Tensors[t].Values, gradients.Tensors[t].Values, gradients.Tensors[t].Name);
        AssertGradient(x, dx, "input");

        void AssertGradient(double[] values, double[] gradient, string name)
        {
            for (int k = 0; k < values.Length; k++)
            {
                double original = values[k];
                double Value(double offset)
                {
                    values[k] = original + offset;
                    return network.Loss(x, target, loss);
                }

                double expected = Difference(Value, 1e-4);
                values[k] = original;
                Assert.True(Math.Abs(expected - gradient[k]) < 1e-9, $"{name}[{k}]: {gradient[k]:R}, by differences {expected:R}");
            }
        }
    }

    /// <summary>f′(0) by central differences, with Richardson's extrapolation: an error of order h⁴.</summary>
    private static double Difference(Func<double, double> f, double h) =>
        (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h);
}
