using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>Pairs of a last activation and a loss to advise against.</summary>
/// <param name="Descriptor">What is reported.</param>
/// <param name="Losses">The losses, as the runtime names them.</param>
/// <param name="Activations">The activations, as the runtime names them.</param>
/// <param name="Outputs">For how many outputs this holds.</param>
/// <param name="Reason">What is wrong, after the name of the loss: 'which is for …'.</param>
/// <param name="Remedies">What to take instead, the likeliest first.</param>
internal sealed record LossAdvice(
    DiagnosticDescriptor Descriptor,
    IReadOnlyList<string> Losses,
    IReadOnlyList<string> Activations,
    OutputCount Outputs,
    string Reason,
    params IReadOnlyList<Remedy> Remedies)
{
    /// <summary>What to take, for a message.</summary>
    public string Instead => string.Join(", or ", Remedies.Select(static remedy => remedy.Text));

    public bool AppliesTo(OutputLayer output, string loss) =>
        Losses.Contains(loss) && Activations.Contains(output.Activation) && (Outputs == OutputCount.Any || Outputs == output.Count);
}

/// <summary>How many outputs a network has, as far as it matters.</summary>
internal enum OutputCount
{
    Any,
    One,
    Several,
}

/// <summary>Another activation or another loss.</summary>
/// <param name="Property">The property of the diagnostic that holds its name for the code fix.</param>
/// <param name="Name">Its name in the runtime.</param>
/// <param name="Text">The advice to take it.</param>
internal sealed record Remedy(string Property, string Name, string Text)
{
    public const string ActivationProperty = "Activation", LossProperty = "Loss";

    public static Remedy EndIn(string activation, string when = "") => new(ActivationProperty, activation, $"end in {activation}{when}");

    public static Remedy LearnBy(string loss, string when = "") => new(LossProperty, loss, $"learn by {loss}{when}");
}
