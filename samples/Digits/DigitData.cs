using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using NetGen;

namespace Digits;

/// <summary>1797 handwritten digits: see Data/README.md for where they come from.</summary>
internal static class DigitData
{
    private const int Pixels = 8 * 8;
    private const float Brightest = 16f;

    /// <summary>Reads all images, with pixels scaled to 0..1, in the order of the file.</summary>
    public static Dataset Read()
    {
        var pixels = new List<float>();
        var digits = new List<int>();

        using FileStream file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "digits.csv.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields.Length != Pixels + 1) throw new InvalidDataException($"Line {digits.Count + 1} has {fields.Length} fields, not {Pixels + 1}.");

            for (int i = 0; i < Pixels; i++) pixels.Add(float.Parse(fields[i], CultureInfo.InvariantCulture) / Brightest);
            digits.Add(int.Parse(fields[Pixels], CultureInfo.InvariantCulture));
        }

        return new Dataset(pixels.ToArray(), Pixels, digits.ToArray());
    }
}
