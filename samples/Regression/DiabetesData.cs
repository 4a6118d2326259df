using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using CsvHelper;
using CsvHelper.Configuration;
using NetGen;

namespace Regression;

/// <summary>442 patients: see Data/README.md for where they come from.</summary>
internal static class DiabetesData
{
    private const int Measurements = 10;

    /// <summary>Reads all of them, in the order of the file.</summary>
    public static Dataset Read() => new(ReadValues("diabetes_data_raw.csv.gz"), Measurements, ReadValues("diabetes_target.csv.gz"), targetSize: 1);

    private static float[] ReadValues(string name)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", name)), CompressionMode.Decompress));
        using var csv = new CsvReader(text, new CsvConfiguration(CultureInfo.InvariantCulture) { HasHeaderRecord = false, Delimiter = " ", WhiteSpaceChars = [] });
        var values = new List<float>();
        while (csv.Read())
        {
            for (int i = 0; i < csv.Parser.Count; i++) values.Add(csv.GetField<float>(i));
        }

        return values.ToArray();
    }
}
