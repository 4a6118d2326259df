using System;

namespace NetGen.Formats.Onnx;

/// <summary>An operator that can be evaluated.</summary>
/// <param name="Domain">Its domain; empty for the standard's own.</param>
/// <param name="Name">Its name.</param>
/// <param name="Since">The first version of the domain whose meaning of it is evaluated.</param>
/// <param name="Evaluate">Its outputs, in their order.</param>
internal sealed record Operator(string Domain, string Name, int Since, Func<OperatorCall, OnnxTensor?[]> Evaluate)
{
    /// <summary>Of the standard's own domain, with one output.</summary>
    public Operator(string name, int since, Func<OperatorCall, OnnxTensor> evaluate)
        : this("", name, since, call => [evaluate(call)])
    {
    }

    /// <summary>Of the standard's own domain, with many outputs.</summary>
    public Operator(string name, int since, Func<OperatorCall, OnnxTensor?[]> evaluate)
        : this("", name, since, evaluate)
    {
    }

    /// <summary>
    /// Whether each value of the output is a function of the values at the same place of the inputs, so that a chain of such operators is one function.
    /// </summary>
    public bool IsElementwise { get; init; }
}
