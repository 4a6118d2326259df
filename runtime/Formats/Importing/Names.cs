using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace NetGen.Formats;

/// <summary>Names for classes and layers out of files.</summary>
internal static class Names
{
    /// <summary>The name of a class for a file: <c>MyModel</c> for <c>my-model.onnx</c>; <c>Network</c> where nothing is left.</summary>
    public static string OfClass(string path)
    {
        var name = new StringBuilder();
        bool starts = true;
        foreach (char c in Path.GetFileNameWithoutExtension(path).Take(100))
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                starts = true;
                continue;
            }

            if (name.Length == 0 && char.IsAsciiDigit(c)) name.Append("Network");
            name.Append(starts ? char.ToUpperInvariant(c) : c);
            starts = char.IsAsciiDigit(c);
        }

        string text = name.ToString();
        return NetworkValidation.IsClassName(text) ? text : text + "Network";
    }

    /// <summary>
    /// The names of the layers of a network: the last part of a file's own where it is an identifier and no other layer has it, else what the generator calls a
    /// layer without a name: <c>dense1</c>.
    /// </summary>
    public static string[] OfLayers(IReadOnlyList<string> sources)
    {
        string[] own = [.. sources.Select(source => source[(source.LastIndexOf('.') + 1)..])];
        HashSet<string> taken = [];
        bool[] isUsable = [.. own.Select(name => NetworkValidation.IsIdentifier(name) && taken.Add(Key(name)))];
        string[] names = new string[own.Length];
        int number = 0;
        for (int i = 0; i < names.Length; i++)
        {
            if (isUsable[i])
            {
                names[i] = own[i];
                continue;
            }

            do number++;
            while (taken.Contains($"Dense{number}"));
            names[i] = $"dense{number}";
        }

        return names;
    }

    private static string Key(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}
