namespace NetGen.Formats;

/// <summary>What an ONNX file does not say, or says otherwise.</summary>
public sealed record OnnxImportOptions
{
    /// <summary>The name of the class; made of the name of the graph, or else of the file, where it is null.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the output that the network gives; the only one of floating-point values where it is null.</summary>
    public string? Output { get; init; }
}
