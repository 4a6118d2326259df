using System.Collections.Immutable;

namespace NetGen.Formats;

/// <summary>How a network is written as ONNX.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>
    /// The version of the operators, 20 to 22. 20 is the first that has all of them: HardSwish came with 14, Mish with 18 and Gelu with 20. Later ones say the
    /// same of them.
    /// </summary>
    public int Opset { get; init; } = 20;

    /// <summary>The name of the input, [batch, inputs].</summary>
    public string InputName { get; init; } = "input";

    /// <summary>The name of the output, [batch, outputs].</summary>
    public string OutputName { get; init; } = "output";

    /// <summary>The number of samples that the model takes at once, at least 1; any number, an axis called <c>batch</c>, where it is null.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The names of the features, one for each, in the metadata as <c>input_names</c>; those of the model where there are none here.</summary>
    public ImmutableArray<string> InputNames { get; init; } = [];

    /// <summary>The names of the classes, one for each output, in the metadata as <c>class_names</c>; those of the model where there are none here.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>What the model is, for whoever opens it; a line with its sizes unless given.</summary>
    public string? Description { get; init; }
}
