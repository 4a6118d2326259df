using System;
using System.Collections.Generic;
using System.IO;

namespace NetGen;

/// <summary>The samples that a file of weights carries with their outputs, and the comparison with what a network makes of them here.</summary>
internal static class SelfCheckSamples
{
    /// <summary>The name of the tensor of samples, [n, InputSize].</summary>
    public const string Inputs = "selfcheck.inputs";

    /// <summary>The name of the tensor of outputs, [n, OutputSize].</summary>
    public const string Outputs = "selfcheck.outputs";

    /// <summary>The tensors of samples with their outputs, by weights as they are in a file.</summary>
    /// <exception cref="ArgumentException">The samples are not whole ones, or one is not finite.</exception>
    /// <exception cref="InvalidOperationException">An output is not finite.</exception>
    public static TensorData[] Make(INetwork network, ReadOnlySpan<float> inputs, IReadOnlyList<TensorData> weights)
    {
        NetworkInfo info = network.Info;
        int samples = inputs.Length / info.InputSize;
        if (samples * info.InputSize != inputs.Length)
            throw new ArgumentException($"The samples for the self-check have {inputs.Length} values, which are no multiple of the {info.InputSize} of one sample.", nameof(inputs));
        int index = Finite.IndexOfNonFinite(inputs);
        if (index >= 0) throw new ArgumentException($"Value {index} of the samples for the self-check is {inputs[index]}; every value must be finite.", nameof(inputs));

        float[] outputs = new float[samples * info.OutputSize];
        float[] parameters = network.Parameters.ToArray();
        try
        {
            // Weights of half the size are others than the network's.
            for (int i = 0; i < info.Tensors.Length; i++)
                if (weights[i].DataType != WeightTypes.NameOf(WeightType.Float32)) network.SetTensor(info.Tensors[i].Name, weights[i].ToFloats());
            for (int sample = 0; sample < samples; sample++)
                network.Forward(inputs.Slice(sample * info.InputSize, info.InputSize), outputs.AsSpan(sample * info.OutputSize, info.OutputSize));
        }
        finally
        {
            if (!parameters.AsSpan().SequenceEqual(network.Parameters)) parameters.CopyTo(network.Parameters);
        }

        index = Finite.IndexOfNonFinite(outputs);
        if (index >= 0) throw new InvalidOperationException($"Output {index % info.OutputSize} of sample {index / info.OutputSize} for the self-check is {outputs[index]}.");
        return [TensorData.Of(Inputs, inputs, [samples, info.InputSize]), TensorData.Of<float>(Outputs, outputs, [samples, info.OutputSize])];
    }

    /// <summary>The samples and outputs among the tensors of a file.</summary>
    /// <exception cref="InvalidDataException">They are not there, or not of this network.</exception>
    public static (float[] Inputs, float[] Outputs) Find(NetworkInfo network, List<TensorData> tensors)
    {
        float[] inputs = Values(Inputs, network.InputSize), outputs = Values(Outputs, network.OutputSize);
        return inputs.Length / network.InputSize == outputs.Length / network.OutputSize
            ? (inputs, outputs)
            : throw new InvalidDataException($"The file has {inputs.Length / network.InputSize} samples for a self-check, and {outputs.Length / network.OutputSize} outputs.");

        float[] Values(string name, int size)
        {
            TensorData tensor = tensors.Find(tensor => tensor.Name == name) ?? throw new InvalidDataException($"The file has no tensor '{name}', as a self-check takes.");
            return tensor.Shape.Length == 2 && tensor.Shape[1] == size
                ? tensor.Values<float>()
                : throw new InvalidDataException($"Tensor '{name}' is [n, {size}] for {network.Name}; in the file it is [{string.Join(", ", tensor.Shape)}].");
        }
    }

    /// <summary>Computes the outputs one by one and as a batch, and compares both with those that are expected.</summary>
    public static SelfCheckReport Compare(INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> expected)
    {
        int inputSize = network.Info.InputSize, outputSize = network.Info.OutputSize, samples = inputs.Length / inputSize;
        float[] outputs = new float[samples * outputSize];
        var report = new SelfCheckReport(samples, LargestUlp: 0, LargestError: 0f, Sample: -1, Output: -1);
        for (int sample = 0; sample < samples; sample++)
            network.Forward(inputs.Slice(sample * inputSize, inputSize), outputs.AsSpan(sample * outputSize, outputSize));
        Compare(outputs, expected, outputSize, ref report);
        network.ForwardBatch(inputs, outputs);
        Compare(outputs, expected, outputSize, ref report);
        return report;
    }

    /// <summary>The number of floats from one to the other; what is not a number is as far as can be from all that are.</summary>
    public static long UlpDistance(float a, float b) =>
        float.IsNaN(a) || float.IsNaN(b) ? float.IsNaN(a) && float.IsNaN(b) ? 0 : uint.MaxValue : Math.Abs(Ordinal(a) - Ordinal(b));

    private static void Compare(ReadOnlySpan<float> outputs, ReadOnlySpan<float> expected, int outputSize, ref SelfCheckReport report)
    {
        for (int i = 0; i < outputs.Length; i++)
        {
            long ulp = UlpDistance(outputs[i], expected[i]);
            // NaN, once reached, stays.
            float error = Math.Max(report.LargestError, Math.Abs(outputs[i] - expected[i]));
            report = ulp > report.LargestUlp
                ? report with { LargestUlp = ulp, LargestError = error, Sample = i / outputSize, Output = i % outputSize }
                : report with { LargestError = error };
        }
    }

    // Floats in order, as integers in order: negative ones have theirs from the other end.
    private static long Ordinal(float value)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        return bits >= 0 ? bits : (long)int.MinValue - bits;
    }
}
