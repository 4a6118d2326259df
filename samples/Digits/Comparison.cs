using System;
using System.Runtime.InteropServices;
using NetGen;

namespace Digits;

/// <summary>Compares two classifiers.</summary>
internal static class Comparison
{
    /// <summary>The number of samples for which all outputs of both are the same, bit for bit.</summary>
    public static int CountIdenticalOutputs(DigitClassifier first, DigitClassifier second, Dataset samples)
    {
        Span<float> firstOutput = stackalloc float[DigitClassifier.OutputSize], secondOutput = stackalloc float[DigitClassifier.OutputSize];
        int identical = 0;
        for (int i = 0; i < samples.Count; i++)
        {
            first.Forward(samples.Sample(i), firstOutput);
            second.Forward(samples.Sample(i), secondOutput);
            if (MemoryMarshal.AsBytes(firstOutput).SequenceEqual(MemoryMarshal.AsBytes(secondOutput))) identical++;
        }

        return identical;
    }
}
