using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Reads the data of tensors from files beside the model, and from nowhere else.</summary>
/// <param name="folder">The folder of the model.</param>
internal sealed class ExternalData(string folder)
{
    private long _read;

    /// <summary>Reads the bytes of a tensor.</summary>
    /// <param name="proto">The tensor, whose <c>external_data</c> name a location, an offset (0 unless given) and a length (to the end of the file unless
    /// given).</param>
    /// <param name="expected">The number of bytes that its shape and type say.</param>
    /// <exception cref="NodeException">The file is not within the folder, cannot be read, or does not have the bytes.</exception>
    public byte[] Read(TensorProto proto, long expected)
    {
        string location = Entry(proto, "location") ?? throw new NodeException("has its data in another file, and does not say in which.");
        long offset = Number(proto, "offset") ?? 0;
        try
        {
            // A pipe is not opened, which could wait for ever: its length is 0.
            string path = PathOf(location);
            long size = new FileInfo(path).Length;
            if (size == 0 && expected > 0) throw new NodeException($"has its data in {Quoted.Name(location)}, which is empty, or a pipe or a device.", "a regular file.");
            long length = Number(proto, "length") ?? Math.Max(0, size - offset);
            if (length != expected) throw new NodeException($"has {length} bytes of data in {Quoted.Name(location)}; its shape and type say {expected}.");
            if (offset > size || length > size - offset)
                throw new NodeException($"has bytes {offset} to {offset + length} of {Quoted.Name(location)}, which has {size} bytes.");
            if ((_read += length) > OnnxLimits.FileBytes)
                throw new NodeException($"has more data in other files than {OnnxLimits.FileBytes} bytes, together with the tensors before it.", "less.");
            if (length == 0) return [];
            byte[] bytes = new byte[length];
            using FileStream file = File.OpenRead(path);
            file.Position = offset;
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NodeException($"has its data in {Quoted.Name(location)}, which cannot be read: {exception.Message}");
        }
    }

    private string PathOf(string location)
    {
        string[] parts = location.Split('/', '\\');
        if (location.Contains('\0') || Path.IsPathRooted(location) || location.Contains(':') || parts.Any(part => part is "" or "." or ".."))
            throw new NodeException($"has its data in {Quoted.Name(location)}.",
                "a file in the folder of the model, or in a folder of that, by its relative path without '..'.");

        // A link could lead anywhere.
        string path = folder;
        foreach (string part in parts)
        {
            path = Path.Combine(path, part);
            if (File.ResolveLinkTarget(path, returnFinalTarget: false) is not null)
                throw new NodeException($"has its data in {Quoted.Name(location)}, which is a link.", "the file itself.");
        }

        return path;
    }

    private static string? Entry(TensorProto proto, string key) => proto.ExternalData.LastOrDefault(entry => entry.Key == key)?.Value;

    private static long? Number(TensorProto proto, string key)
    {
        if (Entry(proto, key) is not { } text) return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            throw new NodeException($"has '{text}' as the {key} of its data.", "a number of bytes.");
        return value;
    }
}
