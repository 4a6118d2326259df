using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using CsvHelper;
using CsvHelper.Configuration;
using NetGen;

namespace Binary;

/// <summary>569 tumours: see Data/README.md for where they come from.</summary>
internal static class TumourData
{
    private const int Measurements = 30;

    /// <summary>Reads all of them, in the order of the file; class 0 is malignant, 1 benign.</summary>
    public static Dataset Read()
    {
        using var text = new StreamReader(Path.Combine(AppContext.BaseDirectory, "Data", "breast_cancer.csv"));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false });

        // The first line counts rows and features.
        csv.Read();
        var features = new List<float>(csv.GetField<int>(0) * Measurements);
        var classes = new List<int>();
        while (csv.Read())
        {
            for (int i = 0; i < Measurements; i++) features.Add(csv.GetField<float>(i));
            classes.Add(csv.GetField<int>(Measurements));
        }

        return new Dataset(features.ToArray(), Measurements, classes.ToArray());
    }
}
