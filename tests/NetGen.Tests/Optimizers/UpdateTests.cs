using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Optimizers;

public sealed class UpdateTests
{
    public static TheoryData<string> Names => [.. PlainRules.All.Keys];

    public static TheoryData<string, int, int> NamesLengthsAndOffsets => [..
        from name in PlainRules.All.Keys
        from length in (int[])[0, 1, 3, 7, 16, 17, 33, 64, 100, 1000]
        from offset in (int[])[0, 1]
        select new TheoryDataRow<string, int, int>(name, length, offset)];

    [Theory]
    [MemberData(nameof(NamesLengthsAndOffsets))]
    public void FollowsTheFormulaAtEveryLengthAndAlignment(string name, int length, int offset)
    {
        const int Steps = 20;
        const float Canary = 12345;
        (IOptimizer optimizer, int states, PlainRules.Step step) = PlainRules.All[name];
        var random = new SeededRandom(length);
        float[] initial = [.. Enumerable.Range(0, length).Select(_ => (float)random.NextNormal())];
        float[][] gradients = [.. Enumerable.Range(0, Steps).Select(_ => initial.Select(_ => (float)random.NextNormal()).ToArray())];

        float[] parameterMemory = Surrounded(length, offset, Canary), stateMemory = Surrounded(optimizer.StateLength(length), offset, Canary);
        Span<float> parameters = parameterMemory.AsSpan(offset + 16, length), state = stateMemory.AsSpan(offset + 16, optimizer.StateLength(length));
        initial.CopyTo(parameters);
        state.Clear();
        for (int t = 1; t <= Steps; t++) optimizer.Update(parameters, gradients[t - 1], state, t, Rate(t));

        for (int i = 0; i < length; i++)
        {
            double expected = initial[i];
            double[] expectedState = new double[states];
            for (int t = 1; t <= Steps; t++) expected = step(expected, gradients[t - 1][i], expectedState, t, Rate(t));
            Assert.Equal(expected, parameters[i], 2e-6 * (1 + Math.Abs(expected)));
            for (int s = 0; s < states; s++) Assert.Equal(expectedState[s], state[s * length + i], 2e-6 * (1 + Math.Abs(expectedState[s])));
        }

        Assert.Equal(parameterMemory.Length - length, parameterMemory.Count(value => value == Canary));
        Assert.Equal(stateMemory.Length - state.Length, stateMemory.Count(value => value == Canary));
    }

    /// <summary>Two steps worked out by hand, from θ = 1 with gradients 2 and −1.</summary>
    public static TheoryData<string, double, double> HandComputed => new()
    {
        { nameof(Sgd), 0.8, 0.9 }, // 1 − 0.1·2; 0.8 + 0.1·1
        { nameof(Momentum), 0.8, 0.8 }, // v = 2; v = 0.5·2 − 1 = 0
        { nameof(Nesterov), 0.7, 0.8 }, // v = 2, step 2 + 1; v = 0, step −1 + 0
        { nameof(AdaGrad), 0.9, 0.94472135955 }, // 2/√4; −1/√5
        { nameof(RmsProp), 0.858578643763, 0.940228301671 }, // h = 2, step 2/√2; h = 1.5, step −1/√1.5
        { nameof(Adam), 0.9, 0.9 }, // m̂ = 2, v̂ = 4; m = 0.5·1 − 0.5 = 0
        { nameof(AdamW), 0.85, 0.8075 }, // 1·0.95 − 0.1; 0.85·0.95 − 0
    };

    [Theory]
    [MemberData(nameof(HandComputed))]
    public void TwoStepsAreAsByHand(string name, double first, double second)
    {
        IOptimizer optimizer = name switch
        {
            nameof(Sgd) => new Sgd(0.1f),
            nameof(Momentum) => new Momentum(0.1f, 0.5f),
            nameof(Nesterov) => new Nesterov(0.1f, 0.5f),
            nameof(AdaGrad) => new AdaGrad(0.1f),
            nameof(RmsProp) => new RmsProp(0.1f, 0.5f),
            nameof(Adam) => new Adam(0.1f, 0.5f, 0.5f),
            _ => new AdamW(0.1f, 0.5f, 0.5f, weightDecay: 0.5f),
        };
        float[] parameters = [1], state = new float[optimizer.StateLength(1)];
        optimizer.Update(parameters, [2], state, 1, optimizer.LearningRate);
        Assert.Equal(first, parameters[0], 1e-6);
        optimizer.Update(parameters, [-1], state, 2, optimizer.LearningRate);
        Assert.Equal(second, parameters[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StateIsSoManyFloatsForAParameter(string name)
    {
        (IOptimizer optimizer, int states, _) = PlainRules.All[name];
        foreach (int count in (int[])[0, 1, 16, 1000]) Assert.Equal(states * count, optimizer.StateLength(count));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PaddingStaysZero(string name)
    {
        IOptimizer optimizer = PlainRules.All[name].Optimizer;
        float[] parameters = new float[37], gradients = new float[37], state = new float[optimizer.StateLength(37)];
        (parameters[5], gradients[5]) = (1, 0.5f);
        for (int step = 1; step <= 1000; step++) optimizer.Update(parameters, gradients, state, step, 0.1f);
        Assert.NotEqual(1f, parameters[5]);
        Assert.Equal(36, parameters.Count(value => BitConverter.SingleToInt32Bits(value) == 0));
        Assert.Equal(state.Length / 37 * 36, state.Count(value => BitConverter.SingleToInt32Bits(value) == 0));
    }

    /// <summary>Without rounding to zero, β·m comes to rest at a subnormal number.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void StateNeverBecomesSubnormal(string name)
    {
        IOptimizer optimizer = PlainRules.All[name].Optimizer;
        float[] parameters = [1, -1, 3], gradients = [0.5f, -2, 1e-12f], state = new float[optimizer.StateLength(3)];
        optimizer.Update(parameters, gradients, state, 1, 0.1f);
        Array.Clear(gradients);
        for (int step = 2; step <= 5000; step++)
        {
            optimizer.Update(parameters, gradients, state, step, 0.1f);
            Assert.DoesNotContain(state, float.IsSubnormal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AllocatesNothing(string name)
    {
        IOptimizer optimizer = PlainRules.All[name].Optimizer;
        float[] parameters = new float[1003], gradients = new float[1003], state = new float[optimizer.StateLength(1003)];
        gradients.AsSpan().Fill(1e-3f);
        long step = 0;
        Assert.Equal(0, Allocation.Measure(10_000, () => optimizer.Update(parameters, gradients, state, ++step, 1e-3f)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NonFiniteGradientsAreNotHidden(string name)
    {
        IOptimizer optimizer = PlainRules.All[name].Optimizer;
        float[] parameters = new float[20], gradients = new float[20];
        (gradients[3], gradients[18]) = (float.NaN, float.NaN);
        optimizer.Update(parameters, gradients, new float[optimizer.StateLength(20)], 1, 0.1f);
        Assert.Equal(new List<int> { 3, 18 }, Enumerable.Range(0, 20).Where(i => float.IsNaN(parameters[i])));
    }

    private static float Rate(int t) => 0.1f / t;

    private static float[] Surrounded(int length, int offset, float canary)
    {
        float[] memory = new float[length + offset + 32];
        Array.Fill(memory, canary);
        return memory;
    }
}
