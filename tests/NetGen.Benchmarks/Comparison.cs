using System;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Benchmarks;

/// <summary>Generated code against scalar C#, in one run: prints one Markdown table.</summary>
internal static class Comparison
{
    private const float LearningRate = 1e-3f;

    public static void Run()
    {
        Console.WriteLine($"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, {System.Numerics.Vector<float>.Count} lanes; least (median) ns per call");
        Console.WriteLine();
        Console.WriteLine("| network | what | NetGen | scalar C# | ratio of the least | NetGen, bytes allocated |");
        Console.WriteLine("| --- | --- | ---: | ---: | ---: | ---: |");
        Compare("4-16-16-3 tanh, softmax", new TinyTanh(1), Activation.Tanh, Activation.Tanh, Activation.Softmax);
        Compare("64-32-10 ReLU, softmax", new Digits(1), Activation.ReLU, Activation.Softmax);
        Compare("784-128-64-10 ReLU, softmax", new Images(1), Activation.ReLU, Activation.ReLU, Activation.Softmax);
    }

    private static void Compare(string name, INetwork network, params Activation[] activations)
    {
        const int batch = 32;
        int inputSize = network.Info.InputSize, outputSize = network.Info.OutputSize;
        var random = new Random(1);
        float[] inputs = new float[batch * inputSize], outputs = new float[batch * outputSize], labels = new float[batch];
        foreach (ref float x in inputs.AsSpan()) x = random.NextSingle();
        foreach (ref float label in labels.AsSpan()) label = random.Next(outputSize);
        var scalar = new ScalarNetwork(network, activations);
        var gradients = new AlignedBuffer(network.Info.ParameterBufferLength);
        var sgd = new Sgd(LearningRate);
        var loss = new CrossEntropy();

        Agree(network, scalar, inputs);

        Report(name, "forward, 1 sample",
            calls =>
            {
                for (int call = 0; call < calls; call++) network.Forward(inputs.AsSpan(0, inputSize), outputs.AsSpan(0, outputSize));
                return outputs[0];
            },
            calls =>
            {
                float sum = 0f;
                for (int call = 0; call < calls; call++) sum += scalar.Forward(inputs.AsSpan(0, inputSize))[0];
                return sum;
            });
        Report(name, "forward, batch 32",
            calls =>
            {
                for (int call = 0; call < calls; call++) network.ForwardBatch(inputs, outputs);
                return outputs[0];
            },
            calls =>
            {
                float sum = 0f;
                for (int call = 0; call < calls; call++)
                {
                    for (int m = 0; m < batch; m++) sum += scalar.Forward(inputs.AsSpan(m * inputSize, inputSize))[0];
                }

                return sum;
            });
        Report(name, "training step (SGD), 1 sample",
            calls =>
            {
                float sum = 0f;
                for (int call = 0; call < calls; call++)
                {
                    sum += network.Backward(inputs.AsSpan(0, inputSize), labels.AsSpan(0, 1), loss, gradients.Span, accumulate: false);
                    sgd.Update(network.Parameters, gradients.Span, [], 1, LearningRate);
                }

                return sum;
            },
            calls =>
            {
                float sum = 0f;
                for (int call = 0; call < calls; call++)
                {
                    sum += scalar.Backward(inputs.AsSpan(0, inputSize), (int)labels[0]);
                    scalar.Step(LearningRate);
                }

                return sum;
            });
        Report(name, "training step (SGD), batch 32",
            calls =>
            {
                float sum = 0f;
                for (int call = 0; call < calls; call++)
                {
                    sum += network.BackwardBatch(inputs, labels, loss, gradients.Span, accumulate: false);
                    sgd.Update(network.Parameters, gradients.Span, [], 1, LearningRate);
                }

                return sum;
            },
            calls =>
            {
                float sum = 0f;
                for (int call = 0; call < calls; call++)
                {
                    for (int m = 0; m < batch; m++) sum += scalar.Backward(inputs.AsSpan(m * inputSize, inputSize), (int)labels[m]);
                    scalar.Step(LearningRate / batch);
                }

                return sum;
            });
    }

    private static void Agree(INetwork network, ScalarNetwork scalar, ReadOnlySpan<float> inputs)
    {
        int inputSize = network.Info.InputSize;
        float[] output = new float[network.Info.OutputSize];
        for (int m = 0; m < inputs.Length / inputSize; m++)
        {
            network.Forward(inputs.Slice(m * inputSize, inputSize), output);
            ReadOnlySpan<float> expected = scalar.Forward(inputs.Slice(m * inputSize, inputSize));
            for (int k = 0; k < output.Length; k++)
            {
                if (MathF.Abs(output[k] - expected[k]) > 1e-5f) throw new InvalidOperationException($"Output {k} of sample {m} is {output[k]}, scalar C# has {expected[k]}.");
            }
        }
    }

    private static void Report(string name, string what, Func<int, float> generated, Func<int, float> scalar)
    {
        Stopclock.Timing[] times = Stopclock.Race(generated, scalar);
        long before = GC.GetAllocatedBytesForCurrentThread();
        generated(100);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {what} | {times[0].Least:F1} ({times[0].Median:F1}) | {times[1].Least:F0} ({times[1].Median:F0}) | {times[1].Least / times[0].Least:F1}× | {allocated} |"));
    }
}
