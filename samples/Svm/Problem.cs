using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;
using NetGen;

namespace Svm;

/// <summary>Samples of which every fifth is kept for the test; Data/README.md says where they come from.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Training">The samples to learn from.</param>
/// <param name="Test">The samples to test on.</param>
internal sealed record Problem(string Name, Dataset Training, Dataset Test)
{
    /// <summary>569 tumours, class 0 malignant, 1 benign, scaled by what those to learn from show.</summary>
    public static Problem Tumours()
    {
        (Dataset training, Dataset test) = Read(Open("breast_cancer.csv"), hasCounts: true).SplitEvery(5, 4);
        var standardization = Standardization.Learn(training);
        return new("Breast cancer", standardization.Apply(training), standardization.Apply(test));
    }

    /// <summary>1797 digits, with pixels from 0 to 1.</summary>
    public static Problem Digits()
    {
        var stream = new GZipStream(Open("digits.csv.gz"), CompressionMode.Decompress);
        (Dataset training, Dataset test) = Read(stream, hasCounts: false, scale: 1 / 16f).SplitEvery(5, 4);
        return new("Digits", training, test);
    }

    private static FileStream Open(string file) => File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", file));

    /// <summary>Reads a sample from each line: the features, then the class.</summary>
    private static Dataset Read(Stream stream, bool hasCounts, float scale = 1f)
    {
        using var text = new StreamReader(stream);
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false });
        if (hasCounts) csv.Read();
        var features = new List<float>();
        var classes = new List<int>();
        while (csv.Read())
        {
            for (int i = 0; i < csv.Parser.Count - 1; i++) features.Add(scale * csv.GetField<float>(i));
            classes.Add(csv.GetField<int>(csv.Parser.Count - 1));
        }

        return new Dataset(features.ToArray(), features.Count / classes.Count, classes.ToArray());
    }
}
