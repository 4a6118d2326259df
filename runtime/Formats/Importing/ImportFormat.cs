using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace NetGen.Formats;

/// <summary>A format that networks are read from.</summary>
/// <param name="Name">Its name in options: <c>safetensors</c>.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Extension">The ending of its files: <c>.safetensors</c>.</param>
/// <param name="Recognizes">Whether the first bytes of a file, at most <see cref="HeadLength"/>, are those of the format.</param>
/// <param name="Read">Reads a file.</param>
/// <param name="Summarize">Says what is in a file.</param>
internal sealed record ImportFormat(
    string Name,
    string Title,
    string Extension,
    Func<ReadOnlyMemory<byte>, bool> Recognizes,
    Func<string, ImportOptions, ImportedNetwork> Read,
    Func<string, FileSummary> Summarize)
{
    /// <summary>How many bytes of a file are looked at.</summary>
    public const int HeadLength = 64;

    /// <summary>All of them; the content decides, in this order, and the ending where it does not.</summary>
    public static ImmutableArray<ImportFormat> All { get; } =
    [
        new("npz", "NumPy", ".npz", IsZip, NpzImport.Read, FileSummary.OfNpz),
        new("safetensors", "safetensors of NetGen or PyTorch", ".safetensors", IsSafetensors, PyTorchImport.Read, FileSummary.OfSafetensors),
        new("keras", "Keras JSON of RTNeural", ".json", IsJson, KerasImport.Read, FileSummary.OfKeras),
        new("onnx", "ONNX", ".onnx", IsOnnx, ReadOnnx, FileSummary.OfOnnx),
    ];

    /// <summary>The format of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name of the format; null to find it out.</param>
    /// <exception cref="ImportException">It is of no known format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImportFormat Of(string path, string? name = null)
    {
        byte[] head = new byte[HeadLength];
        using (FileStream stream = RegularFile.Open(path)) head = head[..stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false)];
        if (name is not null) return All.First(format => format.Name == name);

        ImportFormat? byEnding = All.FirstOrDefault(format => path.EndsWith(format.Extension, StringComparison.OrdinalIgnoreCase));
        if (byEnding is not null && byEnding.Recognizes(head)) return byEnding;
        string known = string.Join(", ", All.Select(format => $"{format.Extension} ({format.Title})"));
        return All.FirstOrDefault(format => format.Recognizes(head)) ?? byEnding
            ?? throw FileProblem.Of($"'{Path.GetFileName(path)}' is of no format that is known.", $"{known}.");
    }

    private static bool IsZip(ReadOnlyMemory<byte> head) => head.Span.StartsWith("PK\u0003\u0004"u8) || head.Span.StartsWith("PK\u0005\u0006"u8);

    // The length of the header is far below 2⁶⁴, and the header is JSON.
    private static bool IsSafetensors(ReadOnlyMemory<byte> head) => head.Length > 8 && head.Span[8] == (byte)'{' && head.Span[..8].IndexOf((byte)0) >= 0;

    private static bool IsJson(ReadOnlyMemory<byte> head)
    {
        ReadOnlySpan<byte> text = head.Span.TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] == (byte)'{';
    }

    // The first field is the version of the format, a small number, and a text or the graph follows.
    private static bool IsOnnx(ReadOnlyMemory<byte> head) => head.Length > 2 && head.Span[0] == 0x08 && head.Span[1] < 0x40 && head.Span[2] is 0x12 or 0x3a;

    private static ImportedNetwork ReadOnnx(string path, ImportOptions options)
    {
        UnusedOptions.Check(options, "ONNX, which says itself what its layers are", "--graph-output");
        OnnxModel model = OnnxImport.Read(path, new OnnxImportOptions { Name = options.Name, Output = options.Output });
        string producer = model.Producer.Length == 0 ? "" : $" of {model.Producer}";
        return new ImportedNetwork(model.Network, [$"ONNX{producer}, opset {model.Opset}: from '{model.InputName}' to '{model.OutputName}'", .. model.Notes])
        {
            Evaluate = model.Evaluate,
        };
    }
}
