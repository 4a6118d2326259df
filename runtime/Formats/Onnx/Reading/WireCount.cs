using System;
using Google.Protobuf.Reflection;

namespace NetGen.Formats.Onnx;

/// <summary>
/// Counts the messages and texts of a file before it is parsed, for an empty one takes 2 bytes in the file and some hundred as an object. Where the bytes are
/// not valid it stops, and leaves it to the parser to say so.
/// </summary>
internal static class WireCount
{
    private const int Varint = 0, Fixed64 = 1, LengthDelimited = 2, Fixed32 = 5;

    /// <summary>Counts what a message of this kind has.</summary>
    /// <exception cref="NodeException">There are more than <see cref="OnnxLimits"/> allows.</exception>
    public static void Check(MessageDescriptor kind, ReadOnlySpan<byte> bytes)
    {
        int messages = 0, texts = 0;
        Count(kind, bytes, OnnxLimits.Nesting, ref messages, ref texts);
        if (messages > OnnxLimits.Messages) throw new NodeException($"The file has more than {OnnxLimits.Messages} nodes, attributes and other parts.", "fewer.");
        if (texts > OnnxLimits.Texts) throw new NodeException($"The file has more than {OnnxLimits.Texts} names.", "fewer.");
    }

    private static bool Count(MessageDescriptor kind, ReadOnlySpan<byte> bytes, int depth, ref int messages, ref int texts)
    {
        messages++;
        while (!bytes.IsEmpty)
        {
            if (messages > OnnxLimits.Messages || texts > OnnxLimits.Texts || depth == 0 || !TryVarint(ref bytes, out ulong tag)) return false;
            switch ((int)(tag & 7))
            {
                case Varint when TryVarint(ref bytes, out _):
                    break;
                case Fixed64 when bytes.Length >= 8:
                    bytes = bytes[8..];
                    break;
                case Fixed32 when bytes.Length >= 4:
                    bytes = bytes[4..];
                    break;
                case LengthDelimited when TryVarint(ref bytes, out ulong length):
                    // The parser makes objects of what is there, and only then finds that it ends too soon.
                    int available = (int)Math.Min(length, (ulong)bytes.Length);
                    FieldDescriptor? field = kind.FindFieldByNumber((int)Math.Min(tag >> 3, int.MaxValue));
                    if (field?.FieldType == FieldType.Message && !Count(field.MessageType, bytes[..available], depth - 1, ref messages, ref texts)) return false;
                    if (field is { IsRepeated: true, FieldType: FieldType.String or FieldType.Bytes }) texts++;
                    if (length > (ulong)available) return false;
                    bytes = bytes[available..];
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (int i = 0; i < bytes.Length && i < 10; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
