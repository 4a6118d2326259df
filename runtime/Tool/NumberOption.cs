using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace NetGen.Tool;

/// <summary>Options that take a number.</summary>
internal static class NumberOption
{
    /// <summary>An option for a number of a range; null unless given.</summary>
    /// <param name="name">The name: <c>--batch</c>.</param>
    /// <param name="description">What it is.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The largest.</param>
    public static Option<T?> Create<T>(string name, string description, T least, T most)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "number",
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most) return value;
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name}: '{Tables.Printable(text)}' is no number from {least} to {most}."));
                return null;
            },
        };
}
