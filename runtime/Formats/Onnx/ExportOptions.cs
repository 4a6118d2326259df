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

    /// <summary>What the model is, for whoever opens it; a line with its sizes unless given.</summary>
    public string? Description { get; init; }
}
