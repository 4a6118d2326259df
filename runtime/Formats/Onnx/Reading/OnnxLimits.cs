namespace NetGen.Formats.Onnx;

/// <summary>How much a file may ask for. None of it limits a dense network that code can be generated for; all of it limits what a hostile file costs.</summary>
internal static class OnnxLimits
{
    /// <summary>The bytes of a file, and of all its external data together.</summary>
    public const int FileBytes = 256 << 20;

    /// <summary>How deep messages are nested; a model without subgraphs needs 7.</summary>
    public const int Nesting = 32;

    /// <summary>The messages (nodes, attributes, tensors, dimensions) in a file, each of which is an object of some hundred bytes.</summary>
    public const int Messages = 400_000;

    /// <summary>The entries of repeated names and texts.</summary>
    public const int Texts = 1_000_000;

    /// <summary>The nodes of a graph with all its functions in place.</summary>
    public const int Nodes = 20_000;

    /// <summary>How deep functions call functions.</summary>
    public const int FunctionDepth = 32;

    /// <summary>The dimensions of a tensor.</summary>
    public const int Rank = 32;

    /// <summary>The values that one evaluation may produce, beside as many again as the file has bytes.</summary>
    public const int Values = 4 << 20;

    /// <summary>The multiplications that one evaluation may do, beside 64 for each byte of the file.</summary>
    public const int Work = 32 << 20;
}
