using System;
using System.Globalization;

namespace Inference;

/// <summary>What the command line asks for.</summary>
/// <param name="UseSamples">Take the images that are built in, not those of standard input.</param>
/// <param name="PrintOutputs">Print all outputs of the network instead of the digit.</param>
/// <param name="Check">Run the samples that came with the weights.</param>
/// <param name="Measure">Measure time and memory.</param>
/// <param name="Start">When the process was started, if the time from then to the first prediction is wanted.</param>
internal readonly record struct Options(bool UseSamples, bool PrintOutputs, bool Check, bool Measure, DateTime? Start)
{
    private const string Usage = """
        Tells which digits are in images, one a line of standard input: 64 grey values from 0 to 16, row by row, separated by commas.
          --samples          takes ten images that are built in, as it does where standard input is a terminal
          --outputs          prints the probabilities of all ten digits, with nine significant digits
          --check            runs the samples that came with the weights, and says how far the outputs are from those stored with them
          --measure          measures the time of a prediction and of a batch, and the resident memory
          --started <time>   prints the milliseconds from <time>, in seconds since 1970, to the first prediction, and the peak of resident memory in KiB
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">An argument is not an option, or lacks its value.</exception>
    public static Options Parse(ReadOnlySpan<string> arguments)
    {
        var options = new Options(UseSamples: !Console.IsInputRedirected, PrintOutputs: false, Check: false, Measure: false, Start: null);
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--samples" => options with { UseSamples = true },
                "--outputs" => options with { PrintOutputs = true },
                "--check" => options with { Check = true },
                "--measure" => options with { UseSamples = true, Measure = true },
                "--started" when i + 1 < arguments.Length => options with { UseSamples = true, Start = ParseTime(arguments[++i]) },
                _ => throw new FormatException($"'{arguments[i]}' is not an option, or lacks its value.\n{Usage}"),
            };
        }

        return options;
    }

    private static DateTime ParseTime(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && double.Abs(seconds) < 1e10
            ? DateTime.UnixEpoch.AddSeconds(seconds)
            : throw new FormatException($"The value of --started is '{text}'; expected seconds since 1970.");
}
