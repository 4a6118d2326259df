using System.Text;

namespace NetGen.Formats.Onnx;

/// <summary>Names out of a file, fit for one line of a message.</summary>
internal static class Quoted
{
    private const int Longest = 80;

    /// <summary>The name in quotes, without control characters, cut where it is long.</summary>
    public static string Name(string name)
    {
        var text = new StringBuilder("'");
        foreach (char character in name.Length > Longest ? name[..Longest] : name)
            text.Append(char.IsControl(character) || char.IsSurrogate(character) ? '?' : character);
        return text.Append(name.Length > Longest ? "…'" : "'").ToString();
    }
}
