using System;
using System.Collections.Generic;
using NetGen.Kernels;
using Xunit;
using static NetGen.Tests.Numerics.Accuracy;

namespace NetGen.Tests.Numerics;

public sealed class SpecialValueTests
{
    /// <summary>The function and its values at −∞, −10⁴, −0, 0, 10⁴, +∞.</summary>
    private static readonly Dictionary<string, (Function Function, float[] Values)> s_functions = new()
    {
        ["Exp"] = (VectorMath.Exp, [0, 0, 1, 1, float.PositiveInfinity, float.PositiveInfinity]),
        ["Log"] = (VectorMath.Log, [float.NaN, float.NaN, float.NegativeInfinity, float.NegativeInfinity, 9.2103404f, float.PositiveInfinity]),
        ["Sigmoid"] = (VectorMath.Sigmoid, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["Tanh"] = (VectorMath.Tanh, [-1, -1, 0, 0, 1, 1]),
        ["ReLU"] = (VectorMath.ReLU, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["LeakyReLU"] = (z => VectorMath.LeakyReLU(z, 0.5f), [float.NegativeInfinity, -5e3f, 0, 0, 1e4f, float.PositiveInfinity]),
        ["ELU"] = (z => VectorMath.ELU(z, 2), [-2, -2, 0, 0, 1e4f, float.PositiveInfinity]),
        ["SELU"] = (VectorMath.SELU, [-1.7580993f, -1.7580993f, 0, 0, 1.05070099e4f, float.PositiveInfinity]),
        ["GELU"] = (VectorMath.GELU, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["GELUTanh"] = (VectorMath.GELUTanh, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["SiLU"] = (VectorMath.SiLU, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["Softplus"] = (VectorMath.Softplus, [0, 0, 0.6931472f, 0.6931472f, 1e4f, float.PositiveInfinity]),
        ["HardSigmoid"] = (VectorMath.HardSigmoid, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["HardSwish"] = (VectorMath.HardSwish, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["Mish"] = (VectorMath.Mish, [0, 0, 0, 0, 1e4f, float.PositiveInfinity]),
        ["GELUDerivative"] = (VectorMath.GELUDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["GELUTanhDerivative"] = (VectorMath.GELUTanhDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["SiLUDerivative"] = (VectorMath.SiLUDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["SoftplusDerivative"] = (VectorMath.SoftplusDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["HardSwishDerivative"] = (VectorMath.HardSwishDerivative, [0, 0, 0.5f, 0.5f, 1, 1]),
        ["MishDerivative"] = (VectorMath.MishDerivative, [0, 0, 0.6f, 0.6f, 1, 1]),
    };

    public static TheoryData<string> Functions => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void TakesItsLimits(string name)
    {
        (Function function, float[] values) = s_functions[name];
        float[] inputs = [float.NegativeInfinity, -1e4f, -0f, 0f, 1e4f, float.PositiveInfinity];
        for (int i = 0; i < inputs.Length; i++)
        {
            float y = Apply(function, inputs[i]), expected = values[i];
            bool agrees = y.Equals(expected) || y == expected || Math.Abs(y - expected) <= 2e-7f * Math.Abs(expected); // NaN equals NaN
            Assert.True(agrees, $"{name}({inputs[i]}) = {y}, expected {expected}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void NaNStaysNaN(string name)
    {
        Assert.True(float.IsNaN(Apply(s_functions[name].Function, float.NaN)));
        Assert.True(float.IsNaN(Apply(s_functions[name].Function, -float.NaN)));
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void NoFiniteValueGivesNaN(string name)
    {
        if (name == "Log") return;
        for (float x = 1e-45f; x < float.PositiveInfinity; x *= 1.7f)
        {
            Assert.False(float.IsNaN(Apply(s_functions[name].Function, x)), $"{name}({x})");
            Assert.False(float.IsNaN(Apply(s_functions[name].Function, -x)), $"{name}({-x})");
        }
    }

    [Fact]
    public void TanhIsOdd()
    {
        Assert.Equal(0, BitConverter.SingleToInt32Bits(Apply(VectorMath.Tanh, 0f)));
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(Apply(VectorMath.Tanh, -0f)));
        for (float x = 1e-37f; x < 1e5f; x *= 1.01f) Assert.Equal(Apply(VectorMath.Tanh, x), -Apply(VectorMath.Tanh, -x));
    }

    [Fact]
    public void ExpKeepsSomeSubnormalsAndFlushesTheRest()
    {
        Assert.True(Apply(VectorMath.Exp, -87.5f) is > 0 and < 1.17549435e-38f);
        Assert.Equal(0f, Apply(VectorMath.Exp, -87.8f));
        Assert.True(float.IsFinite(Apply(VectorMath.Exp, 88.72f)));
        Assert.Equal(float.PositiveInfinity, Apply(VectorMath.Exp, 88.73f));
    }

    [Theory]
    [InlineData(1e-45f)]
    [InlineData(3e-42f)]
    [InlineData(1.1e-38f)]
    [InlineData(float.MaxValue)]
    [InlineData(1f)]
    [InlineData(0.70710677f)]
    [InlineData(0.70710683f)]
    public void LogTakesSubnormalsAndEnds(float x) => Assert.InRange(Ulp(Math.Log(x), Apply(VectorMath.Log, x)), 0, 2);

    [Fact]
    public void DerivativesFromTheOutputTakeTheLeftSideOfTheirKinks()
    {
        Assert.Equal([0f, 0f, 1f], Map(VectorMath.ReLUDerivative, -1, 0, 1e-45f));
        Assert.Equal([0.1f, 0.1f, 1f], Map(y => VectorMath.LeakyReLUDerivative(y, 0.1f), -1, 0, 1e-45f));
        Assert.Equal([0.5f, 1.5f, 1f], Map(y => VectorMath.ELUDerivative(y, 1.5f), -1, 0, 1e-30f));
        Assert.Equal([1.7580993f, 1.05070099f], Map(VectorMath.SELUDerivative, 0, 1e-30f));
        Assert.Equal([0f, 1 / 6f, 0f], Map(VectorMath.HardSigmoidDerivative, 0, 0.5f, 1));
        Assert.Equal([0f, -0.49999997f, 1f], Map(VectorMath.HardSwishDerivative, -3, MathF.BitIncrement(-3), 3), (a, b) => Math.Abs(a - b) < 2e-7f);
    }

    private static float[] Map(Function function, params float[] inputs) => Array.ConvertAll(inputs, x => Apply(function, x));
}
