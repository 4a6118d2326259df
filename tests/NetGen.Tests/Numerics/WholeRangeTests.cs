using System;
using System.Collections.Generic;
using Xunit;
using static NetGen.Tests.Numerics.Accuracy;
using static NetGen.Tests.Numerics.VectorFunctions;

namespace NetGen.Tests.Numerics;

/// <summary>The functions that promise 2 ulp of every float: zeros, subnormal numbers, infinities and NaN too.</summary>
public sealed class WholeRangeTests(ITestOutputHelper output)
{
    private const double MostUlp = 2;

    // A prime, so that all the lowest bits come up: four million floats, 8,000 in every octave.
    private const uint Stride = 1021;

    private static readonly Dictionary<string, (VectorFunction Function, Func<double, double> Truth)> s_functions = new()
    {
        ["Exp"] = (Exp, Math.Exp),
        ["Sigmoid"] = (Sigmoid, Truth.Sigmoid),
        ["Tanh"] = (Tanh, Math.Tanh),
    };

    public static TheoryData<string> Functions => [.. s_functions.Keys];

    [Theory]
    [MemberData(nameof(Functions))]
    public void EveryFloatIsWithinTwoUlp(string name)
    {
        (VectorFunction function, Func<double, double> truth) = s_functions[name];
        (double Error, float At)[] all = LargestOfAllFloats(function, truth, Stride);

        // More closely where the three are neither constant nor the identity.
        (double Error, float At)[] close = Largest(function, truth, -128, 128, Ulp, 1_000_000);
        foreach ((double error, float at) in (IEnumerable<(double, float)>)[.. all, .. close])
        {
            output.WriteLine($"{name}: {error:g4} ulp at {at:g9}");
            Assert.True(error <= MostUlp, $"{name}: {error} ulp at {at:g9}");
        }
    }

    [Theory]
    [MemberData(nameof(Functions))]
    public void SpecialValuesAreWithinTwoUlp(string name)
    {
        (VectorFunction function, Func<double, double> truth) = s_functions[name];
        float[] values =
        [
            0f, float.Epsilon, 1.17549421e-38f, 1.17549435e-38f, 5.96e-8f, 0.625f, 1f, 16.6f, 20f, 87.3f, 87.33655f, 87.3365479f, 87.4f, 88f, 88.37626f, 88.72283f,
            88.72284f, 89f, 103.2789f, 103.972076f, 103.972084f, 104.5f, 105f, 127f, 128f, 1e10f, float.MaxValue, float.PositiveInfinity, float.NaN,
        ];
        foreach (float x in values)
        {
            Assert.All(function.Apply(x), y => Assert.InRange(Ulp(truth(x), y), 0, MostUlp));
            Assert.All(function.Apply(-x), y => Assert.InRange(Ulp(truth(-x), y), 0, MostUlp));
        }
    }
}
