using System;
using System.Linq;

namespace NetGen.Formats;

/// <summary>The activations of a file that says nothing of them.</summary>
internal static class ActivationOptions
{
    /// <summary>One for each dense layer, by the options; null, and a problem, where they leave it open.</summary>
    public static ActivationChoice[]? For(int count, ImportOptions options, NetworkBuilder builder)
    {
        if (!options.Activations.IsEmpty)
        {
            if (options.Activation is not null || options.OutputActivation is not null)
                builder.Fail("the options", "they give the activations twice.", "a list, or one for the layers before the last and one for the last.");
            else if (options.Activations.Length == count) return [.. options.Activations];
            else builder.Fail("the options", $"they give {options.Activations.Length} activations, and the file has {count} dense layers.",
                "one activation for each.");
            return null;
        }

        if (count > 1 && options.Activation is null)
        {
            builder.Fail("the file", $"it does not say which activations its {count} dense layers have.",
                "an option that says it (--activation relu, perhaps --output-activation softmax, or --activations relu,tanh,identity).");
            return null;
        }

        if (options.OutputActivation is null && count > 0)
            builder.Note("The file does not say the activation of the last layer: Identity is taken, and so the network gives what comes before a softmax.");
        return [.. Enumerable.Repeat(options.Activation ?? Activation.Identity, Math.Max(0, count - 1)),
            .. Enumerable.Repeat(options.OutputActivation ?? Activation.Identity, Math.Min(1, count))];
    }
}
