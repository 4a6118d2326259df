using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Diagnostics;

/// <summary>What there is to say about a network's last activation together with the loss it learns by.</summary>
internal static class LossAdviceDescriptors
{
    private const string Category = "NetGen";

    // The network, the activation, the loss, what is wrong with the two, what to take.
    private const string Message = "'{0}' ends in {1} and learns by {2}, {3}; {4}";

    /// <summary>The loss takes the logarithm of an output that need not be a probability.</summary>
    public static readonly DiagnosticDescriptor NoProbability = new(
        "NETGEN201", "Cross-entropy is of probabilities", Message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>The output is made for classes that exclude each other and the loss for independent labels, or the other way round.</summary>
    public static readonly DiagnosticDescriptor ClassesOrLabels = new(
        "NETGEN202", "Output and loss agree on whether classes exclude each other", Message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>Classes are learnt by the error of a regression.</summary>
    public static readonly DiagnosticDescriptor ClassesByRegression = new(
        "NETGEN203", "Softmax learns by cross-entropy", Message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>The output of a regression is bounded, as scaled targets may want it.</summary>
    public static readonly DiagnosticDescriptor BoundedRegression = new(
        "NETGEN204", "A regression reaches its targets", Message, Category, DiagnosticSeverity.Info, isEnabledByDefault: true);

    /// <summary>The output cannot reach a margin, or has hardly a gradient far on the wrong side of it.</summary>
    public static readonly DiagnosticDescriptor BoundedMargin = new(
        "NETGEN205", "A margin is not bounded", Message, Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    /// <summary>All of them, in the order of their ids.</summary>
    public static readonly IReadOnlyList<DiagnosticDescriptor> All = [NoProbability, ClassesOrLabels, ClassesByRegression, BoundedRegression, BoundedMargin];
}
