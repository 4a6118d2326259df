using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Inference;

/// <summary>Measures what inference costs, on one thread and with everything in the cache.</summary>
internal static class Measurement
{
    private const int BatchSize = 32;
    private const int Rounds = 1_000;
    private const int CallsPerRound = 1_000;
    private const int BatchesPerRound = 50;

    /// <summary>Prints the width of a vector, the nanoseconds of a call, of the fastest round and of the median one, and the resident memory.</summary>
    public static void Run(DigitClassifier network, ReadOnlySpan<float> image, TextWriter output)
    {
        Span<float> images = new float[BatchSize * DigitClassifier.InputSize], outputs = new float[BatchSize * DigitClassifier.OutputSize];
        for (int i = 0; i < BatchSize; i++) image.CopyTo(images[(i * DigitClassifier.InputSize)..]);

        double[] single = new double[Rounds], batch = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            single[round] = TimeForward(network, image, outputs[..DigitClassifier.OutputSize]);
            batch[round] = TimeBatch(network, images, outputs);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"vector: {Vector<float>.Count} lanes"));
        PrintTimes(output, "single prediction", single);
        PrintTimes(output, $"batch of {BatchSize}", batch);
        output.WriteLine($"resident memory: {ProcessMemory.Resident} KiB, at most {ProcessMemory.Peak} KiB");
    }

    private static void PrintTimes(TextWriter output, string what, double[] nanoseconds)
    {
        Array.Sort(nanoseconds);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {nanoseconds[0]:0.0} ns at least, {nanoseconds[Rounds / 2]:0.0} ns median"));
    }

    // Optimised from its first call, as generated code is: it is called too seldom to be compiled a second time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double TimeForward(DigitClassifier network, ReadOnlySpan<float> image, Span<float> output)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < CallsPerRound; call++) network.Forward(image, output);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / CallsPerRound;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double TimeBatch(DigitClassifier network, ReadOnlySpan<float> images, Span<float> outputs)
    {
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < BatchesPerRound; call++) network.ForwardBatch(images, outputs);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / BatchesPerRound;
    }
}
