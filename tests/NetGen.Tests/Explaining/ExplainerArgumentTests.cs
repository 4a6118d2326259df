using System;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using Xunit;

namespace NetGen.Tests.Explaining;

/// <summary>What an explainer refuses or reports: always with the attributions left as they were.</summary>
public sealed class ExplainerArgumentTests
{
    private const int Inputs = IrisNetwork.InputSize, Outputs = IrisNetwork.OutputSize;

    private readonly IrisNetwork _network = new(seed: 7);
    private readonly float[] _input = ExplanationMethod.Values(Inputs, seed: 7);
    private readonly float[] _attributions = [.. Enumerable.Repeat(0.5f, Inputs)];
    private readonly Explainer _explainer;

    public ExplainerArgumentTests() => _explainer = new Explainer(_network);

    public static TheoryData<string> Methods => ExplanationMethod.Names;

    public static TheoryData<string, float> MethodsAndValues
    {
        get
        {
            var data = new TheoryData<string, float>();
            foreach (string method in Methods.Select(row => row.Data))
                foreach (float value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity]) data.Add(method, value);
            return data;
        }
    }

    [Fact]
    public void ANetworkIsNeeded() => Assert.Throws<ArgumentNullException>("network", () => new Explainer(null!));

    [Theory]
    [MemberData(nameof(Methods))]
    public void WrongLengthsAreRefused(string method)
    {
        ExplanationMethod.Explain explain = ExplanationMethod.Create(method, _network);
        foreach (int length in (int[])[0, Inputs - 1, Inputs + 1])
        {
            Refuses<ArgumentException>("input", $"Expected {Inputs} values, got {length}", () => explain(new float[length], 0, _attributions));
            Refuses<ArgumentException>("attributions", $"Expected {Inputs} values, got {length}", () => explain(_input, 0, new float[length]));
        }
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void OutputsThereAreNotAreRefused(string method)
    {
        ExplanationMethod.Explain explain = ExplanationMethod.Create(method, _network);
        foreach (int output in (int[])[-1, Outputs])
            Refuses<ArgumentOutOfRangeException>("output", $"from 0 to {Outputs - 1}", () => explain(_input, output, _attributions));
    }

    [Theory]
    [MemberData(nameof(MethodsAndValues))]
    public void SamplesThatAreNotFiniteAreRefused(string method, float value)
    {
        ExplanationMethod.Explain explain = ExplanationMethod.Create(method, _network);
        _input[2] = value;
        Refuses<ArgumentException>("input", $"Feature 2 is {value}", () => explain(_input, 0, _attributions));
    }

    [Fact]
    public void BaselinesThatDoNotFitAreRefused()
    {
        foreach (int length in (int[])[0, Inputs - 1, Inputs + 1])
        {
            string message = $"Expected {Inputs} values, got {length}";
            Refuses<ArgumentException>("baseline", message, () => _explainer.IntegratedGradients(_input, new float[length], 0, 1, _attributions));
            Refuses<ArgumentException>("baseline", message, () => _explainer.Occlusion(_input, new float[length], 0, _attributions));
        }

        float[] baseline = [0, float.NaN, 0, 0];
        Refuses<ArgumentException>("baseline", "Feature 1 is NaN", () => _explainer.IntegratedGradients(_input, baseline, 0, 1, _attributions));
        Refuses<ArgumentException>("baseline", "Feature 1 is NaN", () => _explainer.Occlusion(_input, baseline, 0, _attributions));
    }

    [Fact]
    public void OptionsOutOfRangeAreRefused()
    {
        var random = new SeededRandom(1);
        foreach (int count in (int[])[0, -1])
        {
            Refuses<ArgumentOutOfRangeException>("steps", $"{count}", () => _explainer.IntegratedGradients(_input, _input, 0, count, _attributions));
            Refuses<ArgumentOutOfRangeException>("samples", $"{count}", () => _explainer.SmoothGrad(_input, 0, 1f, count, random, _attributions));
        }

        foreach (float deviation in (float[])[-0.1f, float.NaN, float.PositiveInfinity])
        {
            Refuses<ArgumentOutOfRangeException>(
                "standardDeviation", $"{deviation}", () => _explainer.SmoothGrad(_input, 0, deviation, 1, random, _attributions));
        }

        Refuses<ArgumentNullException>("random", "", () => _explainer.SmoothGrad(_input, 0, 1f, 1, null!, _attributions));
        Assert.Equal(new SeededRandom(1).NextUInt64(), random.NextUInt64());
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void WeightsThatAreNotFiniteAreReported(string method)
    {
        ExplanationMethod.Explain explain = ExplanationMethod.Create(method, _network);
        _network.Parameters[0] = float.NaN;
        var exception = Assert.Throws<InvalidOperationException>(() => explain(_input, 0, _attributions));
        Assert.Contains("is NaN", exception.Message);
        Assert.Equal(-1, _attributions.IndexOfAnyExcept(0.5f));
    }

    /// <summary>Outputs may not be finite where gradients are: that of a linear network does not depend on the bias.</summary>
    [Fact]
    public void OutputsThatAreNotFiniteAreReported()
    {
        var network = new SmallestNetwork();
        network.SetTensor("dense1.weight", [2f]);
        network.Parameters[SmallestNetwork.Architecture.Tensors[1].Offset] = float.PositiveInfinity;
        var explainer = new Explainer(network);
        float[] one = [1f], zero = [0f], attributions = [0.5f];
        foreach (Action explain in (Action[])
            [() => explainer.IntegratedGradients(one, zero, 0, 10, attributions), () => explainer.Occlusion(one, zero, 0, attributions)])
        {
            var exception = Assert.Throws<InvalidOperationException>(explain);
            Assert.StartsWith("Output 0 of SmallestNetwork is Infinity", exception.Message);
            Assert.Equal(0.5f, attributions[0]);
        }
    }

    /// <summary>Attributions that leave the range of float, though the sample and the weights are in it.</summary>
    [Fact]
    public void OverflowIsReported()
    {
        var network = new SmallestNetwork();
        network.SetTensor("dense1.weight", [1e30f]);
        var explainer = new Explainer(network);
        float[] large = [1e30f], zero = [0f], attributions = [0.5f];
        foreach (Action explain in (Action[])
            [
                () => explainer.GradientTimesInput(large, 0, attributions),
                () => explainer.IntegratedGradients(large, zero, 0, 10, attributions),
                () => explainer.Occlusion(large, zero, 0, attributions),
                () => explainer.SmoothGrad(large, 0, float.MaxValue, 100, new SeededRandom(1), attributions),
            ])
        {
            var exception = Assert.Throws<InvalidOperationException>(explain);
            Assert.Contains("Infinity", exception.Message);
            Assert.Equal(0.5f, attributions[0]);
        }
    }

    /// <summary>The difference of two floats may overflow, and the points between them do not.</summary>
    [Fact]
    public void SamplesFarApartAreIntegrated()
    {
        var network = new LeakyReLUNetwork(seed: 1);
        network.SetTensor("dense1.weight", [.. network.GetTensor("dense1.weight").Select(weight => weight * 1e-37f)]);
        Completeness completeness = new Explainer(network).IntegratedGradients([3e38f], [-3e38f], 0, steps: 10, new float[1]);
        Assert.InRange(completeness.RelativeError, 0, 1e-5);
    }

    private void Refuses<TException>(string argument, string message, Action call)
        where TException : ArgumentException
    {
        var exception = Assert.Throws<TException>(argument, call);
        Assert.Contains(message, exception.Message);
        Assert.Equal(-1, _attributions.IndexOfAnyExcept(0.5f));
    }
}
