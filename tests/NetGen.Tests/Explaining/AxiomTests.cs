using System;
using System.Linq;
using NetGen.Tests.Generated;
using NetGen.Tests.Generated.Networks;
using Xunit;

namespace NetGen.Tests.Explaining;

/// <summary>What is known of attributions whatever the network has learnt.</summary>
public sealed class AxiomTests
{
    private const int Unused = 2;

    public static TheoryData<string> Methods => ExplanationMethod.Names;

    public static TheoryData<string, string> MethodsOfNetworks
    {
        get
        {
            Type[] networks = [typeof(IrisNetwork), typeof(DigitsNetwork), typeof(GELUNetwork), typeof(RowsNetwork), typeof(ThreeRowsNetwork)];
            var data = new TheoryData<string, string>();
            foreach (string method in Methods.Select(row => row.Data))
                foreach (Type network in networks) data.Add(method, network.Name);
            return data;
        }
    }

    /// <summary>The axiom of sensitivity: a feature the network does not read has no part in its outputs.</summary>
    [Theory]
    [MemberData(nameof(MethodsOfNetworks))]
    public void AFeatureOfZeroWeightsGetsZero(string method, string name)
    {
        INetwork network = StaticNetworks.Create(name, seed: 3);
        int inputs = network.Info.InputSize;
        TensorInfo first = network.Info.Tensors[0];
        float[] weights = network.GetTensor(first.Name);
        for (int i = Unused; i < weights.Length; i += inputs) weights[i] = 0f;
        network.SetTensor(first.Name, weights);

        float[] input = ExplanationMethod.Values(inputs, seed: 1);
        for (int output = 0; output < network.Info.OutputSize; output++)
        {
            float[] attributions = ExplanationMethod.Run(method, network, input, output);
            Assert.Equal(0f, attributions[Unused]);
            Assert.DoesNotContain(0f, attributions.Where((_, feature) => feature != Unused));
        }
    }

    /// <summary>In a linear network, every method finds the weights, of each output its own.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void ALinearNetworkIsExplainedByItsWeights(string method)
    {
        var network = new IdentityNetwork(seed: 2);
        float[] input = ExplanationMethod.Values(IdentityNetwork.InputSize, seed: 2);
        for (int output = 0; output < IdentityNetwork.OutputSize; output++)
        {
            float[] attributions = ExplanationMethod.Run(method, network, input, output);
            for (int i = 0; i < input.Length; i++)
            {
                double weight = Weight(network, output, i);
                double expected = method switch
                {
                    nameof(Explainer.Saliency) => Math.Abs(weight),
                    nameof(Explainer.SmoothGrad) => weight,
                    _ => weight * input[i],
                };
                Assert.Equal(expected, attributions[i], 2e-6);
            }
        }
    }

    [Theory]
    [InlineData(nameof(IrisNetwork))]
    [InlineData(nameof(GELUNetwork))]
    [InlineData(nameof(RegressionNetwork))]
    [InlineData(nameof(MishNetwork))]
    [InlineData(nameof(RowsNetwork))]
    public void IntegratedGradientsOfRandomSmoothNetworksAreComplete(string name)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            INetwork network = StaticNetworks.Create(name, seed);
            float[] input = ExplanationMethod.Values(network.Info.InputSize, seed), baseline = ExplanationMethod.Values(input.Length, seed + 100);
            var attributions = new float[input.Length];
            Completeness completeness = new Explainer(network).IntegratedGradients(input, baseline, output: 0, steps: 50, attributions);
            Assert.True(completeness.RelativeError < 0.01, $"Seed {seed}: {completeness}");
            Assert.Equal(attributions.Sum(a => (double)a), completeness.AttributionSum, 1e-9);
            Assert.Equal(Output(network, input) - (double)Output(network, baseline), completeness.OutputDifference, 1e-9);
        }
    }

    [Fact]
    public void IntegratedGradientsOfTrainedNetworksAreComplete()
    {
        (IrisNetwork iris, Dataset flowers) = ExplainedData.Iris();
        Assert.True(iris.Accuracy(flowers) > 0.9f);
        RequireCompleteness(iris, flowers, steps: 50);

        (DigitsNetwork digits, Dataset images) = ExplainedData.Digits();
        Assert.True(digits.Accuracy(images) > 0.95f);
        RequireCompleteness(digits, images.Slice(0, 100), steps: 200);
    }

    /// <summary>The error of the midpoint rule falls with the square of the steps: by 16, where they are four times as many.</summary>
    [Fact]
    public void MoreStepsMakeIntegratedGradientsMoreComplete()
    {
        var network = new RegressionNetwork(seed: 4);
        var explainer = new Explainer(network);
        float[] input = ExplanationMethod.Values(RegressionNetwork.InputSize, seed: 4), attributions = new float[input.Length];
        for (int i = 0; i < input.Length; i++) input[i] *= 4;
        double Error(int steps) => explainer.IntegratedGradients(input, new float[input.Length], 0, steps, attributions).AbsoluteError;
        Assert.InRange(Error(10) / Error(40), 8, 32);
    }

    [Fact]
    public void ErrorsOfCompletenessAreAbsoluteAndRelative()
    {
        var completeness = new Completeness(AttributionSum: 0.75, OutputDifference: -0.5);
        Assert.Equal((1.25, 2.5), (completeness.AbsoluteError, completeness.RelativeError));
        Assert.Equal(0, new Completeness(0, 0).RelativeError);
        Assert.Equal(double.PositiveInfinity, new Completeness(1, 0).RelativeError);
    }

    private static void RequireCompleteness(INetwork network, Dataset samples, int steps)
    {
        var explainer = new Explainer(network);
        float[] baseline = new float[samples.FeatureCount], attributions = new float[samples.FeatureCount];
        for (int i = 0; i < samples.Count; i++)
        {
            ReadOnlySpan<float> sample = samples.Sample(i);
            Completeness completeness = explainer.IntegratedGradients(sample, baseline, network.Predict(sample), steps, attributions);
            Assert.True(completeness.RelativeError < 0.01, $"Sample {i} of {network.Info.Name}: {completeness}");
        }
    }

    private static double Weight(IdentityNetwork network, int output, int feature)
    {
        float[] first = network.GetTensor("dense1.weight"), second = network.GetTensor("dense2.weight");
        int hidden = first.Length / IdentityNetwork.InputSize;
        return Enumerable.Range(0, hidden).Sum(h => (double)second[output * hidden + h] * first[h * IdentityNetwork.InputSize + feature]);
    }

    private static float Output(INetwork network, float[] input)
    {
        var output = new float[network.Info.OutputSize];
        network.Forward(input, output);
        return output[0];
    }
}
