using System;
using System.Globalization;
using System.Linq;
using NetGen.Formats;

namespace NetGen.Tool;

/// <summary>How far generated code is from an evaluation without it, on samples that are the same on every machine.</summary>
/// <param name="Samples">The number of samples.</param>
/// <param name="Error">The largest difference of an output.</param>
/// <param name="Relative">The largest difference as a part of the largest output, of the ordinary or of the large samples.</param>
internal readonly record struct Comparison(int Samples, double Error, double Relative)
{
    /// <summary>The most samples.</summary>
    public const int MaxSamples = 256;

    /// <summary>What may differ, as a part of the largest output.</summary>
    public const double Tolerance = 1e-4;

    // One sample of so many is a large one.
    private const int LargeEvery = 16;
    private const double Large = 100;

    // What all samples may cost together; a sample costs a multiplication for each weight, and drawing it as much as some.
    private const long Work = 1L << 30;
    private const int WorkOfInput = 64;

    /// <summary>Whether the two agree.</summary>
    public bool IsGood => Relative <= Tolerance;

    /// <summary>Runs the samples through <c>Forward</c>, through <c>ForwardBatch</c> and through the evaluation.</summary>
    public static Comparison Of(INetwork network, ImportedNetwork imported)
    {
        int inputSize = network.Info.InputSize, outputSize = network.Info.OutputSize, samples = SamplesFor(imported.Network);
        float[] inputs = Draw(imported.Network, samples), single = new float[samples * outputSize], batch = new float[samples * outputSize];
        double[] expected = new double[samples * outputSize];
        for (int sample = 0; sample < samples; sample++)
            network.Forward(inputs.AsSpan(sample * inputSize, inputSize), single.AsSpan(sample * outputSize, outputSize));

        imported.Evaluate(inputs, expected);
        network.ForwardBatch(inputs, batch);
        (double Error, double Largest) ordinary = default, large = default;
        for (int i = 0; i < expected.Length; i++)
        {
            ref (double Error, double Largest) group = ref IsLarge(i / outputSize) ? ref large : ref ordinary;
            group.Largest = Math.Max(group.Largest, Math.Abs(expected[i]));
            group.Error = Math.Max(group.Error, Math.Max(Difference(single[i], expected[i]), Difference(batch[i], expected[i])));
        }

        return new Comparison(samples, Math.Max(ordinary.Error, large.Error), Math.Max(Part(ordinary), Part(large)));
    }

    /// <summary>How many samples are compared: fewer of large networks, and always a large one.</summary>
    public static int SamplesFor(NetworkModel model) =>
        (int)Math.Clamp(Work / Math.Max(model.ParameterCount, (long)WorkOfInput * model.InputSize), LargeEvery, MaxSamples);

    /// <summary>The inputs of the samples, [samples, inputs]: normal, about the mean of the features where the network knows it.</summary>
    public static float[] Draw(NetworkModel model, int samples)
    {
        var random = new Random(20240229);
        StandardizeLayer? standardize = model.Layers.OfType<StandardizeLayer>().FirstOrDefault();
        float[] values = new float[samples * model.InputSize];
        for (int i = 0; i < values.Length; i++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            if (IsLarge(i / model.InputSize)) normal *= Large;
            int feature = i % model.InputSize;
            values[i] = (float)(standardize is null ? normal : standardize.Mean[feature] + standardize.Scale[feature] * normal);
        }

        return values;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        // A unit in the last place, as a part of a number between 1 and 2.
        double ulp = Math.ScaleB(1, -23);
        return string.Create(CultureInfo.InvariantCulture,
            $"{Samples} samples one by one and as a batch: largest error {Error:0.##E+0}, {Relative / ulp:0.#} ulp of the largest output (allowed: {Tolerance / ulp:0})");
    }

    private static bool IsLarge(int sample) => sample % LargeEvery == LargeEvery - 1;

    // Where both are beyond the numbers of a float, they agree; where one is, they do not.
    private static double Difference(float found, double expected) =>
        float.IsFinite(found) && double.IsFinite(expected) ? Math.Abs(found - expected)
        : float.IsFinite(found) || float.IsNaN(found) != double.IsNaN(expected) || float.IsFinite((float)expected) ? double.PositiveInfinity
        : 0;

    private static double Part((double Error, double Largest) group) => group.Error == 0 ? 0 : group.Error / Math.Max(group.Largest, float.Epsilon);
}
