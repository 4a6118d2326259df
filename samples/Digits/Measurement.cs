using System;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using NetGen;

namespace Digits;

/// <summary>Measures the time and the managed memory that a classifier takes.</summary>
internal static class Measurement
{
    private const int WarmUpMilliseconds = 500;
    private const int Rounds = 300;
    private const int PassesPerRound = 10;
    private const int Calls = 100_000;
    private const int BatchSize = 32;
    private const int Steps = 2_000;

    /// <summary>
    /// Times single predictions, one after another, on one thread, with the samples in the cache. Each round predicts every sample ten times; the sum of
    /// its answers is checked, so that none of the work can be left out.
    /// </summary>
    /// <returns>Nanoseconds for each prediction: of the fastest round, and of the median one.</returns>
    public static (double Minimum, double Median) TimePredictions(DigitClassifier network, Dataset samples)
    {
        long expected = PredictRound(network, samples.Features);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalMilliseconds < WarmUpMilliseconds;)
            RequireSum(expected, PredictRound(network, samples.Features));

        double[] nanoseconds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            long sum = PredictRound(network, samples.Features);
            nanoseconds[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / (PassesPerRound * samples.Count);
            RequireSum(expected, sum);
        }

        Array.Sort(nanoseconds);
        return (nanoseconds[0], nanoseconds[Rounds / 2]);
    }

    /// <summary>Counts the bytes allocated by many calls of Forward and Predict.</summary>
    public static (long Bytes, int Calls) AllocationOfPredictions(DigitClassifier network, Dataset samples)
    {
        Span<float> output = stackalloc float[DigitClassifier.OutputSize];
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int call = 0; call < Calls; call++)
        {
            ReadOnlySpan<float> sample = samples.Sample(call % samples.Count);
            network.Forward(sample, output);
            network.Predict(sample);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before, Calls);
    }

    /// <summary>Counts the bytes allocated by many steps of training, after the buffers of training have been made.</summary>
    public static (long Bytes, int Steps) AllocationOfTraining(Dataset samples)
    {
        Dataset batch = samples.Slice(0, BatchSize);
        var network = new DigitClassifier();
        var adam = new Adam();
        var gradients = new AlignedBuffer(DigitClassifier.ParameterBufferLength);
        var state = new AlignedBuffer(adam.StateLength(DigitClassifier.ParameterBufferLength));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int step = 1; step <= Steps; step++)
        {
            network.BackwardBatch(batch.Features, batch.Targets, default(CrossEntropy), gradients.Span, accumulate: false);
            adam.Update(network.Parameters, gradients.Span, state.Span, step, adam.LearningRate);
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before, Steps);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long PredictRound(DigitClassifier network, ReadOnlySpan<float> features)
    {
        long sum = 0;
        for (int pass = 0; pass < PassesPerRound; pass++)
            for (int start = 0; start < features.Length; start += DigitClassifier.InputSize)
                sum += network.Predict(features.Slice(start, DigitClassifier.InputSize));
        return sum;
    }

    private static void RequireSum(long expected, long actual)
    {
        if (actual != expected) throw new InvalidOperationException("The same samples were predicted differently.");
    }
}
