using System;
using System.Collections.Immutable;

namespace NetGen.Formats;

/// <summary>What was read from a file.</summary>
/// <param name="Network">The network.</param>
/// <param name="Notes">What the reader should know: what was assumed, folded, rounded or left out.</param>
public sealed record ImportedNetwork(NetworkModel Network, ImmutableArray<string> Notes)
{
    /// <summary>
    /// Computes outputs in double precision, without generated code: by what the file says where the reader can do that, else by the model.
    /// </summary>
    public Evaluation Evaluate { get; init; } = (input, output) => NetworkEvaluator.Evaluate(Network, input, output);

    /// <summary>Computes the outputs of samples.</summary>
    /// <param name="input">The samples, [samples, inputs].</param>
    /// <param name="output">Receives the outputs, [samples, outputs].</param>
    public delegate void Evaluation(ReadOnlySpan<float> input, Span<double> output);
}
