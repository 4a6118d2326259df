using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NetGen.Tests.Data;

/// <summary>569 tumours of 30 features, those of the sample Binary; class 0 is malignant, 1 benign.</summary>
internal static class TumourData
{
    public static Dataset Read()
    {
        const int Features = 30;
        string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Data", "breast_cancer.csv"));
        float[][] rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => float.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        return new Dataset(rows.SelectMany(row => row[..Features]).ToArray(), Features, [.. rows.Select(row => (int)row[Features])]);
    }
}
