using System;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Explaining;

/// <summary>Attributions against their formulas, computed one sample at a time.</summary>
public sealed class ExplainerTests
{
    // More than two chunks, the last not full.
    private const int Points = 70;
    private const int Output = 1;

    private readonly IrisNetwork _network = new(seed: 7);
    private readonly float[] _input = ExplanationMethod.Values(IrisNetwork.InputSize, seed: 7);
    private readonly float[] _attributions = new float[IrisNetwork.InputSize];
    private readonly Explainer _explainer;

    public ExplainerTests() => _explainer = new Explainer(_network);

    public static TheoryData<string> Methods => ExplanationMethod.Names;

    [Fact]
    public void SaliencyIsTheSlopeOfTheOutput()
    {
        const float Step = 1f / 64;
        _explainer.Saliency(_input, Output, _attributions);
        for (int i = 0; i < _input.Length; i++)
        {
            double slope = (Forward(Shifted(i, Step)) - Forward(Shifted(i, -Step))) / (2 * Step);
            Assert.Equal(Math.Abs(slope), _attributions[i], 1e-4);
        }
    }

    [Fact]
    public void GradientTimesInputKeepsTheSigns()
    {
        _explainer.GradientTimesInput(_input, Output, _attributions);
        Assert.Equal(Gradient(_input).Zip(_input, (gradient, x) => gradient * x), _attributions);
    }

    [Fact]
    public void IntegratedGradientsFollowTheMidpointRule()
    {
        float[] baseline = ExplanationMethod.Values(_input.Length, seed: 8);
        _explainer.IntegratedGradients(_input, baseline, Output, Points, _attributions);
        double[] sums = new double[_input.Length];
        for (int s = 1; s <= Points; s++)
        {
            float alpha = (s - 0.5f) / Points;
            Add(sums, Gradient([.. baseline.Zip(_input, (from, to) => from + alpha * (to - from))]));
        }

        for (int i = 0; i < sums.Length; i++) Assert.Equal((_input[i] - baseline[i]) * sums[i] / Points, _attributions[i], 1e-6);
    }

    [Fact]
    public void SmoothGradIsTheMeanOverNoisySamples()
    {
        const float Deviation = 0.5f;
        _explainer.SmoothGrad(_input, Output, Deviation, Points, new SeededRandom(3), _attributions);
        var random = new SeededRandom(3);
        double[] sums = new double[_input.Length];
        for (int s = 0; s < Points; s++) Add(sums, Gradient([.. _input.Select(x => (float)(x + Deviation * random.NextNormal()))]));
        for (int i = 0; i < sums.Length; i++) Assert.Equal(sums[i] / Points, _attributions[i], 1e-6);
    }

    [Fact]
    public void SmoothGradWithoutNoiseIsTheGradient()
    {
        _explainer.SmoothGrad(_input, Output, standardDeviation: 0f, Points, new SeededRandom(3), _attributions);
        float[] gradient = Gradient(_input);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], _attributions[i], 1e-7);
    }

    [Fact]
    public void OcclusionIsTheDropOfTheOutput()
    {
        float[] baseline = ExplanationMethod.Values(_input.Length, seed: 9);
        _explainer.Occlusion(_input, baseline, Output, _attributions);
        for (int i = 0; i < _input.Length; i++) Assert.Equal(Forward(_input) - Forward(Shifted(i, baseline[i] - _input[i])), _attributions[i], 1e-6);
    }

    /// <summary>An explainer that has been used for other samples and outputs, and for other parameters, explains as a new one.</summary>
    [Theory]
    [MemberData(nameof(Methods))]
    public void NothingIsLeftOfEarlierCalls(string method)
    {
        var network = new IrisNetwork(seed: 1);
        ExplanationMethod.Explain used = ExplanationMethod.Create(method, network), once = ExplanationMethod.Create(method, _network);
        if (method == nameof(Explainer.SmoothGrad)) once(_input, Output, _attributions);
        used(ExplanationMethod.Values(_input.Length, seed: 1), output: 2, _attributions);
        _network.Parameters.CopyTo(network.Parameters);

        float[] actual = new float[_input.Length], expected = new float[_input.Length];
        used(_input, Output, actual);
        once(_input, Output, expected);
        Assert.Equal(expected, actual);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void AttributionsMayTakeThePlaceOfTheSample(string method)
    {
        float[] expected = ExplanationMethod.Run(method, _network, _input, Output), shared = [.. _input];
        ExplanationMethod.Create(method, _network)(shared, Output, shared);
        Assert.Equal(expected, shared);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void CallsAllocateNothing(string method)
    {
        ExplanationMethod.Explain explain = ExplanationMethod.Create(method, _network);
        Assert.Equal(0, Allocation.Measure(1000, () => explain(_input, Output, _attributions)));
    }

    private float[] Gradient(float[] input)
    {
        float[] outputGradient = new float[IrisNetwork.OutputSize], gradient = new float[input.Length];
        outputGradient[Output] = 1f;
        _network.Backward(input, outputGradient, new float[IrisNetwork.ParameterBufferLength], gradient);
        return gradient;
    }

    private double Forward(float[] input)
    {
        var output = new float[IrisNetwork.OutputSize];
        _network.Forward(input, output);
        return output[Output];
    }

    private float[] Shifted(int feature, float shift) => [.. _input.Select((x, i) => i == feature ? x + shift : x)];

    private static void Add(double[] sums, float[] values)
    {
        for (int i = 0; i < sums.Length; i++) sums[i] += values[i];
    }
}
