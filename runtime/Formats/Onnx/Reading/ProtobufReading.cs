using System;
using System.IO;
using Google.Protobuf;

namespace NetGen.Formats.Onnx;

/// <summary>Bytes to messages of protocol buffers, within <see cref="OnnxLimits"/>.</summary>
internal static class ProtobufReading
{
    /// <summary>All bytes of a stream; what is allocated follows what is there, not what the stream says of its length.</summary>
    /// <exception cref="ImportException">There are too many.</exception>
    public static byte[] ReadAll(Stream stream, string name)
    {
        byte[] bytes = new byte[stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position + 1, 1, OnnxLimits.FileBytes) : 1 << 16];
        int read = 0;
        while (true)
        {
            read += stream.ReadAtLeast(bytes.AsSpan(read), bytes.Length - read, throwOnEndOfStream: false);
            if (read < bytes.Length) return bytes[..read];
            if (read >= OnnxLimits.FileBytes)
                throw Problem(name, $"The file has {OnnxLimits.FileBytes} bytes or more.", $"files below {OnnxLimits.FileBytes} bytes.");
            Array.Resize(ref bytes, (int)Math.Min(OnnxLimits.FileBytes, 2L * bytes.Length));
        }
    }

    /// <summary>Parses a message; fields that the standard has and the importer does not need are skipped.</summary>
    /// <exception cref="ImportException">The bytes are no such message.</exception>
    public static T Parse<T>(MessageParser<T> parser, byte[] bytes, string name)
        where T : IMessage<T>, new()
    {
        try
        {
            WireCount.Check(new T().Descriptor, bytes);
            using var input = CodedInputStream.CreateWithLimits(new MemoryStream(bytes, writable: false), OnnxLimits.FileBytes, OnnxLimits.Nesting);
            return parser.WithDiscardUnknownFields(true).ParseFrom(input);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw Problem(name, $"The file is no valid ONNX file: {exception.Message}");
        }
        catch (NodeException exception)
        {
            throw Problem(name, exception.What, exception.Instead);
        }
    }

    private static ImportException Problem(string name, string what, string instead = "") => new([new ImportProblem(name, what, instead)]);
}
