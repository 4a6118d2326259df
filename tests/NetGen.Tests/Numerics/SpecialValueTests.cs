using System;
using System.Collections.Generic;
using Xunit;
using static NetGen.Tests.Numerics.Accuracy;
using static NetGen.Tests.Numerics.VectorFunctions;

namespace NetGen.Tests.Numerics;

public sealed class SpecialValueTests
{
    /// <summary>The function and its values at −∞, −10⁴, −0, 0, 10⁴, +∞.</summary>
    private static readonly Dictionary<string, (VectorFunction Function, float[] Values)> s_functions = new()
    {
        ["Exp"] = (Exp, [0, 0, 1, 1, float.PositiveInfinity, float.PositiveInfinity]),
        ["Log"] = (Log, [float.NaN, float.NaN, float.NegativeInfinity, float.NegativeInfinity, 9.2103404f, float.PositiveInfinity]),
        ["Sigmoid"] = (Sigmoid, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["Tanh"] = (Tanh, [-1, -1, 0, 0, 1, 1]),
        ["ReLU"] = (ReLU, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["LeakyReLU"] = (LeakyReLU(0.5f), [float.NegativeInfinity, -5e3f, 0, 0, 1e4f, float.PositiveInfinity]),
        ["ELU"] = (ELU(2), [-2, -2, 0, 0, 1e4f, float.PositiveInfinity]),
        ["SELU"] = (SELU, [-1.7580993f, -1.7580993f, 0, 0, 1.05070099e4f, float.PositiveInfinity]),
        ["GELU"] = (GELU, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["GELUTanh"] = (GELUTanh, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["SiLU"] = (SiLU, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["Softplus"] = (Softplus, [0, 0, 0.6931472f, 0.6931472f, 1e4f, float.PositiveInfinity]),
        ["HardSigmoid"] = (HardSigmoid, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["HardSwish"] = (HardSwish, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["Mish"] = (Mish, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["GELUDerivative"] = (GELUDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["GELUTanhDerivative"] = (GELUTanhDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["SiLUDerivative"] = (SiLUDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["SoftplusDerivative"] = (SoftplusDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["HardSwishDerivative"] = (HardSwishDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["MishDerivative"] = (MishDerivative, [0, 0, 0.6f, 0.6f, 1, 1]),
    };

    public static TheoryData<string> Functions => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void TakesItsLimits(string name)
    {
        (VectorFunction function, float[] values) = s_functions[name];
        float[] inputs = [float.NegativeInfinity, -1e4f, -0f, 0f, 1e4f, float.PositiveInfinity];
        for (int i = 0; i < inputs.Length; i++)
        {
            float x = inputs[i], expected = values[i];
            Assert.All(function.Apply(x), y => Assert.True(Agrees(y, expected), $"{name}({x}) = {y}, expected {expected}"));
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void NaNStaysNaN(string name)
    {
        Assert.All(s_functions[name].Function.Apply(float.NaN), y => Assert.True(float.IsNaN(y)));
        Assert.All(s_functions[name].Function.Apply(-float.NaN), y => Assert.True(float.IsNaN(y)));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void NoFiniteValueGivesNaN(string name)
    {
        if (name == "Log") return;
        for (float x = 1e-45f; x < float.PositiveInfinity; x *= 1.7f)
        {
            float magnitude = x;
            Assert.All(s_functions[name].Function.Apply(x), y => Assert.False(float.IsNaN(y), $"{name}({magnitude})"));
            Assert.All(s_functions[name].Function.Apply(-x), y => Assert.False(float.IsNaN(y), $"{name}({-magnitude})"));
        }
    }

    [Fact]
    public void TanhIsOdd()
    {
        Assert.All(Tanh.Apply(0f), y => Assert.Equal(0, BitConverter.SingleToInt32Bits(y)));
        Assert.All(Tanh.Apply(-0f), y => Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(y)));
        for (float x = 1e-37f; x < 1e5f; x *= 1.01f) Assert.Equal(Tanh.Apply(x), Array.ConvertAll(Tanh.Apply(-x), y => -y));
    }

    [Fact]
    public void ExpRoundsToSubnormalsAndOverflowsWhereItIsDue()
    {
        Assert.All(Exp.Apply(-103.97f), y => Assert.Equal(float.Epsilon, y));
        Assert.All(Exp.Apply(-103.98f), y => Assert.Equal(0f, y));
        Assert.All(Exp.Apply(88.72283f), y => Assert.InRange(y, 3.402e38f, float.MaxValue));
        Assert.All(Exp.Apply(88.72284f), y => Assert.Equal(float.PositiveInfinity, y));
    }

    [Theory]
    [InlineData(1e-45f)]
    [InlineData(3e-42f)]
    [InlineData(1.1e-38f)]
    [InlineData(float.MaxValue)]
    [InlineData(1f)]
    [InlineData(0.70710677f)]
    [InlineData(0.70710683f)]
    public void LogTakesSubnormalsAndEnds(float x) => Assert.All(Log.Apply(x), y => Assert.InRange(Ulp(Math.Log(x), y), 0, 2));

    [Fact]
    public void DerivativesFromTheOutputTakeTheLeftSideOfTheirKinks()
    {
        CheckValues(ReLUDerivative, (-1, 0), (0, 0), (1e-45f, 1));
        CheckValues(LeakyReLUDerivative(0.1f), (-1, 0.1f), (0, 0.1f), (1e-45f, 1));
        CheckValues(ELUDerivative(1.5f), (-1, 0.5f), (0, 1.5f), (1e-30f, 1));
        CheckValues(SELUDerivative, (0, 1.7580993f), (1e-30f, 1.05070099f));
        CheckValues(HardSigmoidDerivative, (0, 0), (0.5f, 1 / 6f), (1, 0));
        CheckValues(HardSwishDerivative, (-3, 0), (MathF.BitIncrement(-3), -0.49999997f), (3, 1));
    }

    private static void CheckValues(VectorFunction function, params (float X, float Y)[] points)
    {
        foreach ((float x, float expected) in points)
            Assert.All(function.Apply(x), y => Assert.True(Agrees(y, expected), $"{y} at {x}, expected {expected}"));
    }

    /// <summary>Equality within the rounding of one operation; NaN equals NaN.</summary>
    private static bool Agrees(float y, float expected) => y.Equals(expected) || y == expected || Math.Abs(y - expected) <= 2e-7f * Math.Abs(expected);
}
