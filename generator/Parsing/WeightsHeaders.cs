using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetGen.Generator.Model;

namespace NetGen.Generator.Parsing;

/// <summary>Reads the text that the build makes of the headers of a project's files of weights, since a generator may not open files itself.</summary>
/// <remarks>
/// A line a fact, its fields separated by tabs: <c>file name length</c>, then for this file <c>fingerprint digits</c> if it has one, and
/// <c>tensor type offset shape name</c> for each of its tensors. The task <c>ReadWeightsHeaders</c> writes it, and has checked it.
/// </remarks>
internal static class WeightsHeaders
{
    /// <summary>What the path of the text ends with.</summary>
    public const string FileName = "netgen.weights.tsv";

    /// <summary>The files in a text.</summary>
    public static IEnumerable<WeightsFile> Parse(string text)
    {
        WeightsFile? file = null;
        var tensors = new List<WeightsTensor>();
        foreach (string[] fields in text.Split('\n').Select(static line => line.Split('\t')))
        {
            switch (fields[0])
            {
                case "file":
                    if (file is not null) yield return file with { Tensors = tensors.ToEquatableArray() };
                    file = new WeightsFile(fields[1], long.Parse(fields[2], CultureInfo.InvariantCulture), null, EquatableArray<WeightsTensor>.Empty);
                    tensors.Clear();
                    break;
                case "fingerprint":
                    file = file! with { Fingerprint = fields[1] };
                    break;
                case "tensor":
                    tensors.Add(new WeightsTensor(fields[4], fields[1], fields[3], long.Parse(fields[2], CultureInfo.InvariantCulture)));
                    break;
            }
        }

        if (file is not null) yield return file with { Tensors = tensors.ToEquatableArray() };
    }

    /// <summary>The file of a name; null if there is none.</summary>
    public static WeightsFile? Find(string? name, IEnumerable<WeightsFile> files) => name is null ? null : files.FirstOrDefault(file => string.Equals(file.Name, name, StringComparison.Ordinal));

    /// <summary>The name of a file as the build has it, whichever way it was written.</summary>
    public static string Normalize(string name)
    {
        string normalized = name.Replace('\\', '/');
        return normalized.StartsWith("./", StringComparison.Ordinal) ? normalized.Substring(2) : normalized;
    }
}
