using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Optimizers;

public sealed class OptimizerContract
{
    public static TheoryData<string> Names => [.. PlainRules.All.Keys];

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void RefusesARateOrAnEpsilonThatIsNotPositive(float value)
    {
        Refuses("learningRate", value,
            x => new Sgd(x), x => new Momentum(x), x => new Nesterov(x), x => new AdaGrad(x), x => new RmsProp(x), x => new Adam(x), x => new AdamW(x));
        Refuses("epsilon", value,
            x => new AdaGrad(0.1f, x), x => new RmsProp(0.1f, epsilon: x), x => new Adam(epsilon: x), x => new AdamW(epsilon: x));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void RefusesADecayOutsideZeroToOne(float value)
    {
        Refuses("momentum", value, x => new Momentum(0.1f, x), x => new Nesterov(0.1f, x));
        Refuses("decay", value, x => new RmsProp(0.1f, x));
        Refuses("beta1", value, x => new Adam(beta1: x), x => new AdamW(beta1: x));
        Refuses("beta2", value, x => new Adam(beta2: x), x => new AdamW(beta2: x));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void RefusesANegativeWeightDecay(float value) => Refuses("weightDecay", value, x => new AdamW(weightDecay: x));

    [Fact]
    public void TakesTheEndsOfTheRanges()
    {
        IOptimizer[] withZeros =
            [new Momentum(0.1f, 0), new Nesterov(0.1f, 0), new RmsProp(0.1f, 0), new Adam(0.1f, 0, 0), new AdamW(0.1f, 0, 0, weightDecay: 0)];
        foreach (IOptimizer optimizer in withZeros)
        {
            float[] parameters = [1, 0];
            optimizer.Update(parameters, [0.5f, 0], new float[optimizer.StateLength(2)], 1, 0.1f);
            Assert.InRange(parameters[0], 0.89f, 0.951f);
            Assert.Equal(0f, parameters[1]);
        }

        // The smallest epsilon is still one: nothing becomes 0/0.
        IOptimizer[] withEpsilon = [new AdaGrad(0.1f, float.Epsilon), new RmsProp(0.1f, epsilon: float.Epsilon), new Adam(epsilon: float.Epsilon)];
        foreach (IOptimizer optimizer in withEpsilon)
        {
            float[] parameters = [0];
            optimizer.Update(parameters, [0], new float[optimizer.StateLength(1)], 1, 0.1f);
            Assert.Equal(0f, parameters[0]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void KeepsItsLearningRateAndTakesThatOfTheStep(string name)
    {
        IOptimizer optimizer = PlainRules.All[name].Optimizer;
        Assert.Equal(0.1f, optimizer.LearningRate);
        float[] parameters = [1, -1];
        optimizer.Update(parameters, [1, 2], new float[optimizer.StateLength(2)], 1, 0);
        Assert.Equal([1, -1], parameters);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void RefusesWrongLengthsBeforeAnythingChanges(string name)
    {
        IOptimizer optimizer = PlainRules.All[name].Optimizer;
        AssertRefused(optimizer, "gradients", 20, 19, optimizer.StateLength(20));
        AssertRefused(optimizer, "gradients", 20, 21, optimizer.StateLength(20));
        AssertRefused(optimizer, "state", 20, 20, optimizer.StateLength(20) + 1);
        if (optimizer.StateLength(1) > 0) AssertRefused(optimizer, "state", 20, 20, optimizer.StateLength(20) - 1);
        AssertRefused(optimizer, "step", 20, 20, optimizer.StateLength(20), step: 0);
        AssertRefused(optimizer, "learningRate", 20, 20, optimizer.StateLength(20), learningRate: float.NaN);
        AssertRefused(optimizer, "learningRate", 20, 20, optimizer.StateLength(20), learningRate: -1);
        Assert.Throws<ArgumentOutOfRangeException>("parameterCount", () => optimizer.StateLength(-1));
    }

    [Fact]
    public void RefusesMoreStateThanFits() =>
        Assert.Throws<ArgumentOutOfRangeException>("parameterCount", () => new Adam().StateLength(int.MaxValue / 2 + 1));

    [Theory]
    [MemberData(nameof(Names))]
    public void RefusesOverlaps(string name)
    {
        IOptimizer optimizer = PlainRules.All[name].Optimizer;
        int stateLength = optimizer.StateLength(20);
        float[] memory = [.. Enumerable.Repeat(1f, 100)], apart = new float[100];
        Refuses("gradients", memory.AsMemory(0, 20), memory.AsMemory(0, 20), apart.AsMemory(0, stateLength));
        Refuses("gradients", memory.AsMemory(0, 20), memory.AsMemory(19, 20), apart.AsMemory(0, stateLength));
        if (stateLength > 0)
        {
            Refuses("state", memory.AsMemory(0, 20), apart.AsMemory(0, 20), memory.AsMemory(19, stateLength));
            Refuses("state", apart.AsMemory(0, 20), memory.AsMemory(0, 20), memory.AsMemory(19, stateLength));
        }

        Assert.All(memory, value => Assert.Equal(1f, value));
        optimizer.Update(memory.AsSpan(0, 20), memory.AsSpan(20, 20), memory.AsSpan(40, stateLength), 1, 0.1f);

        void Refuses(string argument, Memory<float> parameters, Memory<float> gradients, Memory<float> state) =>
            Assert.Throws<ArgumentException>(argument, () => optimizer.Update(parameters.Span, gradients.Span, state.Span, 1, 0.1f));
    }

    private static void AssertRefused(
        IOptimizer optimizer, string argument, int parameters, int gradients, int state, long step = 1, float learningRate = 0.1f)
    {
        float[] p = [.. Enumerable.Repeat(1f, parameters)], g = [.. Enumerable.Repeat(1f, gradients)], s = [.. Enumerable.Repeat(1f, state)];
        ArgumentException thrown = Assert.ThrowsAny<ArgumentException>(() => optimizer.Update(p, g, s, step, learningRate));
        Assert.Equal(argument, thrown.ParamName);
        Assert.All(p, value => Assert.Equal(1f, value));
        Assert.All(s, value => Assert.Equal(1f, value));
    }

    private static void Refuses(string argument, float value, params Func<float, IOptimizer>[] makers)
    {
        foreach (Func<float, IOptimizer> make in makers)
        {
            ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(argument, () => make(value));
            Assert.Equal(value, thrown.ActualValue);
        }
    }
}
