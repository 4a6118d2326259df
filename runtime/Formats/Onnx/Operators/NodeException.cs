using System;

namespace NetGen.Formats.Onnx;

/// <summary>A node, a tensor or a file cannot be evaluated; whoever knows its name makes an <see cref="ImportProblem"/> of it.</summary>
internal class NodeException(string what, string instead = "") : Exception(what)
{
    /// <summary>What is wrong, with the values found.</summary>
    public string What { get; } = what;

    /// <summary>What would be supported instead; empty if there is nothing to say.</summary>
    public string Instead { get; } = instead;
}

/// <summary>The <see cref="Budget"/> does not suffice; to go on with other nodes would only cost more.</summary>
internal sealed class BudgetException(string what, string instead) : NodeException(what, instead);
