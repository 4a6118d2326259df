using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;

namespace NetGen.Formats;

/// <summary>An activation with its parameter.</summary>
/// <param name="Activation">The function.</param>
/// <param name="Alpha">Its parameter, as <see cref="DenseLayer.Alpha"/>; 0 where it has none.</param>
public readonly record struct ActivationChoice(Activation Activation, float Alpha)
{
    // Names of PyTorch and Keras, in lower case without underscores, beside those of the enum.
    private static readonly Dictionary<string, Activation> _names = new(StringComparer.Ordinal)
    {
        ["linear"] = Activation.Identity,
        ["none"] = Activation.Identity,
        ["swish"] = Activation.SiLU,
        ["hardsilu"] = Activation.HardSwish,
    };

    static ActivationChoice()
    {
        foreach (Activation activation in Enum.GetValues<Activation>()) _names.Add(activation.ToString().ToLowerInvariant(), activation);
    }

    /// <summary>An activation with the parameter it has unless told otherwise: 0.01 for LeakyReLU, 1 for ELU.</summary>
    /// <param name="activation">The function.</param>
    public ActivationChoice(Activation activation)
        : this(activation, activation switch { Activation.LeakyReLU => 0.01f, Activation.ELU => 1f, _ => 0f })
    {
    }

    /// <summary>The names that <see cref="TryParse"/> knows, those of the enum.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Enum.GetNames<Activation>()];

    /// <summary>An activation with the parameter it has unless told otherwise.</summary>
    /// <param name="activation">The function.</param>
    public static implicit operator ActivationChoice(Activation activation) => new(activation);

    /// <summary>
    /// Reads a name, by NetGen, PyTorch or Keras, in any case, with or without underscores, and behind a colon the parameter, if it has one:
    /// <c>relu</c>, <c>hard_swish</c>, <c>LeakyReLU:0.2</c>.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="choice">The activation.</param>
    /// <returns>Whether the text is one.</returns>
    public static bool TryParse(string text, out ActivationChoice choice)
    {
        ArgumentNullException.ThrowIfNull(text);
        choice = default;
        string[] parts = text.Split(':');
        if (parts.Length > 2 || !_names.TryGetValue(parts[0].Replace("_", "", StringComparison.Ordinal).ToLowerInvariant(), out Activation activation))
            return false;
        choice = activation;
        if (parts.Length == 1) return true;
        if (activation is not (Activation.LeakyReLU or Activation.ELU)) return false;
        if (!float.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out float alpha) || !float.IsFinite(alpha)) return false;
        choice = choice with { Alpha = alpha };
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() =>
        this == new ActivationChoice(Activation) ? Activation.ToString() : string.Create(CultureInfo.InvariantCulture, $"{Activation}:{Alpha}");
}
