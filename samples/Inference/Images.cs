using System;
using System.Globalization;
using System.IO;

namespace Inference;

/// <summary>Images of digits as text, one a line: 64 grey values from 0 to 16, row by row, separated by commas.</summary>
internal sealed class Images(TextReader reader)
{
    private const float Brightest = 16f;

    private int _line;

    /// <summary>Reads the next image.</summary>
    /// <param name="pixels">Receives the image, [64].</param>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="FormatException">The line has another number of values, or one that is not from 0 to 16.</exception>
    public bool Read(Span<float> pixels)
    {
        string? line = reader.ReadLine();
        if (line is null) return false;

        _line++;
        int count = 0;
        foreach (Range range in line.AsSpan().Split(','))
        {
            if (count < pixels.Length) pixels[count] = Grey(line.AsSpan()[range]);
            count++;
        }

        return count == pixels.Length ? true : throw new FormatException($"Line {_line}: expected {pixels.Length} values, got {count}.");
    }

    private float Grey(ReadOnlySpan<char> text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float grey) && grey is >= 0 and <= Brightest
            ? grey
            : throw new FormatException($"Line {_line}: expected grey values from 0 to {Brightest}, got '{text}'.");
}
