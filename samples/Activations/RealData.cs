using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using CsvHelper;
using CsvHelper.Configuration;
using NetGen;

namespace Activations;

/// <summary>What there is to learn from; Data/README.md says where it comes from. Every fifth sample is kept for the test.</summary>
internal static class RealData
{
    /// <summary>569 tumours, malignant (0) or benign (1).</summary>
    public static (Dataset Training, Dataset Test) Tumours()
    {
        float[][] rows = [.. Read("breast_cancer.csv", ",", linesBefore: 1)];
        return Standardize(new Dataset(rows.SelectMany(row => row[..^1]).ToArray(), rows[0].Length - 1, [.. rows.Select(row => (int)row[^1])]));
    }

    /// <summary>1797 images of the digits 0 to 9, with pixels from 0 to 1.</summary>
    public static (Dataset Training, Dataset Test) Digits()
    {
        float[][] rows = [.. Read("digits.csv.gz", ",")];
        float[] pixels = [.. rows.SelectMany(row => row[..^1]).Select(pixel => pixel / 16f)];
        return new Dataset(pixels, rows[0].Length - 1, [.. rows.Select(row => (int)row[^1])]).SplitEvery(5, 4);
    }

    /// <summary>442 patients, and the progression of their diabetes, scaled to mean 0 and standard deviation 1.</summary>
    public static (Dataset Training, Dataset Test) Diabetes()
    {
        float[][] rows = [.. Read("diabetes_data_raw.csv.gz", " ")];
        float[] progressions = [.. Read("diabetes_target.csv.gz", " ").Select(row => row[0])];
        float mean = progressions.Average(), deviation = MathF.Sqrt(progressions.Average(value => (value - mean) * (value - mean)));
        float[] targets = [.. progressions.Select(value => (value - mean) / deviation)];
        return Standardize(new Dataset(rows.SelectMany(row => row).ToArray(), rows[0].Length, targets, targetSize: 1));
    }

    /// <summary>The classes 0 and 1 as −1 and 1.</summary>
    public static Dataset WithSigns(Dataset data) =>
        new(data.Features.ToArray(), data.FeatureCount, data.Targets.ToArray().Select(label => 2 * label - 1).ToArray(), targetSize: 1);

    /// <summary>The classes as one value each, 1 for the sample's own, 0 for the others.</summary>
    public static Dataset OneHot(Dataset data, int classes)
    {
        float[] targets = [.. data.Targets.ToArray().SelectMany(label => Enumerable.Range(0, classes).Select(k => k == label ? 1f : 0f))];
        return new Dataset(data.Features.ToArray(), data.FeatureCount, targets, classes);
    }

    /// <summary>Scales features by what the samples to learn from show.</summary>
    private static (Dataset Training, Dataset Test) Standardize(Dataset data)
    {
        (Dataset training, Dataset test) = data.SplitEvery(5, 4);
        var standardization = Standardization.Learn(training);
        return (standardization.Apply(training), standardization.Apply(test));
    }

    private static IEnumerable<float[]> Read(string file, string delimiter, int linesBefore = 0)
    {
        Stream stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", file));
        using var text = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        var format = new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, Delimiter = delimiter, WhiteSpaceChars = [] };
        using var csv = new CsvReader(text, format);
        for (int i = 0; i < linesBefore; i++) csv.Read();
        while (csv.Read()) yield return [.. Enumerable.Range(0, csv.Parser.Count).Select(i => csv.GetField<float>(i))];
    }
}
