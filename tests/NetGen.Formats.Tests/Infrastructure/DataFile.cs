using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Xunit;

namespace NetGen.Formats.Tests.Infrastructure;

/// <summary>The files of the folder Data, and samples with what PyTorch computed for them.</summary>
internal static class DataFile
{
    private sealed record Samples(float[][] Inputs, double[][] Outputs);

    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web);

    /// <summary>The place of a file.</summary>
    public static string Of(string name) => Path.Combine(Folder(), "..", "Data", name);

    /// <summary>Asserts that a model computes what PyTorch did, in double precision: what is left is the rounding of folded weights.</summary>
    public static void AssertComputes(NetworkModel model, string samples, double tolerance = 1e-6)
    {
        Samples expected = JsonSerializer.Deserialize<Samples>(File.ReadAllText(Of(samples)), _options)!;
        Assert.NotEmpty(expected.Inputs);
        for (int i = 0; i < expected.Inputs.Length; i++)
        {
            double[] found = Reference.Evaluate(model, expected.Inputs[i]);
            Assert.Equal(expected.Outputs[i].Length, found.Length);
            for (int k = 0; k < found.Length; k++)
                Assert.True(Math.Abs(found[k] - expected.Outputs[i][k]) <= tolerance,
                    $"sample {i}, output {k}: {found[k]} instead of {expected.Outputs[i][k]}");
        }
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
