using System;
using System.Collections.Generic;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>What generated networks refuse: always an <see cref="ArgumentException"/> that names the argument and the sizes, before anything has changed.</summary>
public sealed class ArgumentTests
{
    private const int Batch = 3;

    public static TheoryData<string> Networks =>
        [nameof(Generated.Networks.SmallestNetwork), nameof(Generated.Networks.IrisNetwork), nameof(Generated.Networks.TanhNetwork)];

    [Theory]
    [MemberData(nameof(Networks))]
    public void WrongLengthsAreRefused(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        NetworkInfo info = network.Info;
        int inputs = info.InputSize, outputs = info.OutputSize, parameters = info.ParameterBufferLength;
        foreach (int off in (ReadOnlySpan<int>)[-1, 1])
        {
            Refuses(network, "input", inputs, inputs + off, length => network.Forward(new float[length], new float[outputs]));
            Refuses(network, "output", outputs, outputs + off, length => network.Forward(new float[inputs], new float[length]));
            Refuses(network, "outputs", Batch * outputs, Batch * outputs + off, length => network.ForwardBatch(new float[Batch * inputs], new float[length]));
            Refuses(network, "input", inputs, inputs + off, length => network.Predict(new float[length]));

            foreach (BackwardCall call in Calls(network))
            {
                int rows = call.IsBatch ? Batch : 1;
                string s = call.IsBatch ? "s" : "";
                if (!call.IsBatch) Refuses(network, "input", inputs, inputs + off, length => call.Run(new(length, outputs, parameters, 0)));
                Refuses(network, call.Target, rows * outputs, rows * outputs + off, length => call.Run(new(rows * inputs, length, parameters, 0)));
                Refuses(network, "gradients", parameters, parameters + off, length => call.Run(new(rows * inputs, rows * outputs, length, 0)));
                // No input gradient at all is fine: of a network of one input, that is one less.
                if (rows * inputs + off == 0) continue;
                Refuses(network, "inputGradient" + s, rows * inputs, rows * inputs + off, length => call.Run(new(rows * inputs, rows * outputs, parameters, length)));
            }
        }

        if (inputs == 1) return;
        Refuses(network, "inputs", inputs, Batch * inputs + 1, length => network.ForwardBatch(new float[length], new float[Batch * outputs]));
        Refuses(network, "inputs", inputs, Batch * inputs + 1, length => network.BackwardBatch(new float[length], new float[Batch * outputs], new float[parameters]));
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void AnEmptyBatchIsNothingForwardAndRefusedBackward(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        network.ForwardBatch([], []);
        float[] gradients = new float[network.Info.ParameterBufferLength];
        Assert.Throws<ArgumentException>("inputs", () => network.BackwardBatch([], [], gradients));
        Assert.Throws<ArgumentException>("inputs", () => network.BackwardBatch([], [], new LogCosh(), gradients));
    }

    /// <summary>A class that there is not, in whichever sample, is refused before the gradients have changed.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(99)]
    public void ClassesThatAreNoneAreRefused(int sample)
    {
        INetwork network = StaticNetworks.Create(nameof(Generated.Networks.IrisNetwork));
        float[] inputs = new float[100 * 4], targets = new float[100], gradients = new float[network.Info.ParameterBufferLength];
        float[] before = network.Parameters.ToArray();
        foreach (float none in (ReadOnlySpan<float>)[-1, 3, 0.5f, float.NaN, float.PositiveInfinity, 1e30f])
        {
            targets[sample] = none;
            ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => network.BackwardBatch(inputs, targets, new CrossEntropy(), gradients));
            Assert.Contains($"{none}", exception.Message);
            Assert.Equal(before, network.Parameters.ToArray());
            Assert.Equal(-1, gradients.AsSpan().IndexOfAnyExcept(0f));
        }
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void OverlappingSpansAreRefused(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        int inputs = network.Info.InputSize, outputs = network.Info.OutputSize, parameters = network.Info.ParameterBufferLength;
        float[] shared = new float[parameters + Batch * (inputs + outputs)];

        Assert.ThrowsAny<ArgumentException>(() => network.ForwardBatch(shared.AsSpan(0, Batch * inputs), shared.AsSpan(Batch * inputs - 1, Batch * outputs)));
        foreach (BackwardCall call in Calls(network))
        {
            int rows = call.IsBatch ? Batch : 1, input = rows * inputs, output = rows * outputs;
            float[] x = new float[input], t = new float[output], g = new float[parameters];
            RefusesOverlap(() => call.Spans(shared.AsSpan(parameters - 1, input), t, shared.AsSpan(0, parameters), default));
            RefusesOverlap(() => call.Spans(x, shared.AsSpan(parameters - 1, output), shared.AsSpan(0, parameters), default));
            RefusesOverlap(() => call.Spans(shared.AsSpan(0, input), t, g, shared.AsSpan(input - 1, input)));
            RefusesOverlap(() => call.Spans(x, shared.AsSpan(0, output), g, shared.AsSpan(output - 1, input)));
            RefusesOverlap(() => call.Spans(x, t, shared.AsSpan(0, parameters), shared.AsSpan(parameters - 1, input)));
            RefusesOverlap(() => call.Spans(x, t, network.Parameters, default));
            // Neighbours do not overlap.
            call.Spans(shared.AsSpan(parameters, input), shared.AsSpan(parameters + input, output), shared.AsSpan(0, parameters), default);
        }

        void RefusesOverlap(Action call)
        {
            float[] parametersBefore = network.Parameters.ToArray(), before = [.. shared];
            Assert.ThrowsAny<ArgumentException>(call);
            Assert.Equal(parametersBefore, network.Parameters.ToArray());
            Assert.Equal(before, shared);
        }
    }

    /// <summary>One sample may be computed in place, and into a span that overlaps it anyhow.</summary>
    [Theory]
    [MemberData(nameof(Networks))]
    public void ForwardOfOneSampleMayOverlap(string name)
    {
        INetwork network = StaticNetworks.Create(name);
        int inputs = network.Info.InputSize, outputs = network.Info.OutputSize;
        float[] input = new float[inputs], expected = new float[outputs];
        for (int k = 0; k < inputs; k++) input[k] = MathF.Sin(k + 1);
        network.Forward(input, expected);
        for (int shift = -outputs; shift <= inputs; shift++)
        {
            var shared = new float[2 * outputs + inputs];
            input.CopyTo(shared, outputs);
            network.Forward(shared.AsSpan(outputs, inputs), shared.AsSpan(outputs + shift, outputs));
            Assert.Equal(expected, shared.AsSpan(outputs + shift, outputs).ToArray());
        }
    }

    private static IEnumerable<BackwardCall> Calls(INetwork network) =>
    [
        new("target", false, (x, t, g, dx) => network.Backward(x, t, new LogCosh(), g, dx)),
        new("targets", true, (x, t, g, dx) => network.BackwardBatch(x, t, new LogCosh(), g, dx)),
        new("outputGradient", false, (x, dy, g, dx) => network.Backward(x, dy, g, dx)),
        new("outputGradients", true, (x, dy, g, dx) => network.BackwardBatch(x, dy, g, dx)),
    ];

    private static void Refuses(INetwork network, string argument, int expected, int actual, Action<int> call)
    {
        float[] before = network.Parameters.ToArray();
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => call(actual));
        Assert.Equal(argument, exception.ParamName);
        Assert.Contains($"{expected}", exception.Message);
        Assert.Contains($"{actual}", exception.Message);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    private delegate void BackwardSpans(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> gradients, Span<float> inputGradient);

    private sealed record Lengths(int Input, int Target, int Gradients, int InputGradient);

    private sealed record BackwardCall(string Target, bool IsBatch, BackwardSpans Spans)
    {
        /// <summary>Calls with spans of these lengths; the gradients must be left as they were, as every such call is refused.</summary>
        public void Run(Lengths lengths)
        {
            var gradients = new float[lengths.Gradients];
            Array.Fill(gradients, 0.5f);
            try
            {
                Spans(new float[lengths.Input], new float[lengths.Target], gradients, new float[lengths.InputGradient]);
            }
            finally
            {
                Assert.Equal(-1, gradients.AsSpan().IndexOfAnyExcept(0.5f));
            }
        }
    }
}
