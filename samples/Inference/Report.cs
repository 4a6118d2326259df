using System;
using System.Globalization;
using System.IO;
using NetGen;

namespace Inference;

/// <summary>The lines that are printed.</summary>
internal static class Report
{
    /// <summary>The digit, and how probable it is.</summary>
    public static void Digit(TextWriter output, int digit, float probability) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{digit} {probability:0.0000}"));

    /// <summary>All outputs, with as many digits as tell any two floats apart.</summary>
    public static void Outputs(TextWriter output, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (i > 0) output.Write(',');
            output.Write(values[i].ToString("G9", CultureInfo.InvariantCulture));
        }

        output.WriteLine();
    }

    /// <summary>How far the outputs are from those that were stored with the weights.</summary>
    public static void Check(TextWriter output, SelfCheckReport report) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Samples} samples, one by one and as a batch: {report.LargestUlp} ulp, {report.LargestError:0.0e+0} at most"));

    /// <summary>The milliseconds from the start of the process to its first prediction, and the peak of its resident memory until then, in KiB.</summary>
    public static void Start(TextWriter output, TimeSpan toFirstPrediction) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{toFirstPrediction.TotalMilliseconds:0.00} {ProcessMemory.Peak}"));
}
