using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Xunit;
using static NetGen.Tests.Numerics.Accuracy;
using static NetGen.Tests.Numerics.VectorFunctions;

namespace NetGen.Tests.Numerics;

public sealed class ActivationAccuracyTests(ITestOutputHelper output)
{
    private sealed record Case(
        VectorFunction Function, Func<double, double> Truth, double From, double To, Func<double, float, double> Error, double Bound);

    private static readonly Dictionary<string, Case> s_cases = new()
    {
        ["Exp"] = new(Exp, Math.Exp, -104, 88.73, Ulp, 1.1),
        ["Log"] = new(Log, Math.Log, 1e-37, 100, Ulp, 2),
        ["Log near 1"] = new(Log, Math.Log, 0.5, 2, Ulp, 2),
        ["Log of large values"] = new(Log, Math.Log, 1, 3.4e38, Ulp, 2),
        ["Sigmoid"] = new(Sigmoid, Truth.Sigmoid, -105, 100, Ulp, 2),
        ["Tanh"] = new(Tanh, Math.Tanh, -20, 20, Ulp, 2),
        ["Tanh near 0"] = new(Tanh, Math.Tanh, -1, 1, Ulp, 2),
        ["ReLU"] = new(ReLU, z => Math.Max(0, z), -1e4, 1e4, Ulp, 0),
        ["LeakyReLU"] = new(LeakyReLU(0.01f), z => z > 0 ? z : z * 0.01f, -1e4, 1e4, Ulp, 0.5),
        ["ELU"] = new(ELU(1f), z => Truth.Elu(z, 1), -100, 20, Ulp, 2),
        ["ELU near 0"] = new(ELU(0.7f), z => Truth.Elu(z, 0.7f), -1, 1, Ulp, 3),
        ["SELU"] = new(SELU, z => 1.05070099f * (z > 0 ? z : 1.67326324f * Truth.ExpM1(z)), -100, 20, Ulp, 3),
        ["GELU"] = new(GELU, Truth.Gelu, -100, 100, Mixed, 1.5e-7),
        ["NormalDistribution"] = new(NormalDistribution, Truth.NormalDistribution, -14, 14, Absolute, 1e-7),
        ["NormalDistribution near 0"] = new(NormalDistribution, Truth.NormalDistribution, -1.1, 1.1, Absolute, 1e-7),
        ["NormalDistribution in the tail"] = new(NormalDistribution, Truth.NormalDistribution, -6, -1, Relative, 2e-5),
        ["GELUTanh"] = new(GELUTanh, Truth.GeluTanh, -100, 100, Mixed, 2e-7),
        ["SiLU"] = new(SiLU, z => z * Truth.Sigmoid(z), -87, 100, Ulp, 4),
        ["Softplus"] = new(Softplus, Truth.Softplus, -87, 100, Ulp, 3),
        ["HardSigmoid"] = new(HardSigmoid, Truth.HardSigmoid, -100, 100, Absolute, 1e-7),
        ["HardSwish"] = new(HardSwish, z => z * Truth.HardSigmoid(z), -100, 100, Mixed, 2e-7),
        ["Mish"] = new(Mish, Truth.Mish, -87, 100, Ulp, 6),
        ["SigmoidDerivative"] = new(SigmoidDerivative, y => y * (1 - y), 0, 1, Ulp, 2),
        ["TanhDerivative"] = new(TanhDerivative, y => 1 - y * y, -1, 1, Ulp, 2),
        ["ELUDerivative"] = new(
            ELU(0.7f).Then(ELUDerivative(0.7f)), z => z > 0 ? 1 : 0.7f * Math.Exp(z), -100, 20, Absolute, 1.5e-7),
        ["SELUDerivative"] = new(
            SELU.Then(SELUDerivative), z => 1.05070099f * (z > 0 ? 1 : 1.67326324f * Math.Exp(z)), -100, 20, Absolute, 3e-7),
        ["GELUDerivative"] = new(GELUDerivative, Truth.GeluDerivative, -100, 100, Absolute, 2e-7),
        ["GELUTanhDerivative"] = new(GELUTanhDerivative, Truth.GeluTanhDerivative, -100, 100, Absolute, 4e-7),
        ["SiLUDerivative"] = new(SiLUDerivative, Truth.SiluDerivative, -1000, 1000, Absolute, 3e-7),
        ["SoftplusDerivative"] = new(SoftplusDerivative, Truth.Sigmoid, -105, 100, Ulp, 2),
        ["HardSwishDerivative"] = new(
            HardSwishDerivative, z => z <= -3 ? 0 : z >= 3 ? 1 : z / 3 + 0.5, -100, 100, Absolute, 2e-7),
        ["MishDerivative"] = new(MishDerivative, Truth.MishDerivative, -1000, 1000, Absolute, 4e-7),
    };

    public static TheoryData<string> Cases => [.. s_cases.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void AgreesWithTheTruthInDoublePrecision(string name)
    {
        Case c = s_cases[name];
        (double Error, float At)[] errors = Largest(c.Function, c.Truth, c.From, c.To, c.Error);
        string measured = string.Join(", ", errors.Zip([Vector<float>.Count, 16], (e, lanes) => $"{e.Error:g4} at {e.At:g9} ({lanes} lanes)"));
        output.WriteLine($"{name}: {measured}; bound {c.Bound}");
        Assert.All(errors, e => Assert.True(e.Error <= c.Bound, $"{name}: {measured}; over {c.Bound}"));
    }
}
