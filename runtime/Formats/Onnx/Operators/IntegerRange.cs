using System;

namespace NetGen.Formats.Onnx;

/// <summary>What 64 bits mean in the integer types of the standard.</summary>
internal static class IntegerRange
{
    /// <summary>The value that a type keeps of a result: its low bits. A value of type <see cref="OnnxElementType.UInt64"/> is held as the bits of a long.</summary>
    public static long Wrap(OnnxElementType type, long value) => type switch
    {
        OnnxElementType.UInt8 => (byte)value,
        OnnxElementType.Int8 => (sbyte)value,
        OnnxElementType.UInt16 => (ushort)value,
        OnnxElementType.Int16 => (short)value,
        OnnxElementType.Int32 => (int)value,
        OnnxElementType.UInt32 => (uint)value,
        OnnxElementType.Bool => value != 0 ? 1 : 0,
        _ => value,
    };

    /// <summary>A number without its fraction, which saturates beyond 64 bits.</summary>
    public static long Truncate(OnnxElementType type, double value) =>
        type == OnnxElementType.UInt64 && value >= 0 ? (long)(ulong)Math.Min(value, ulong.MaxValue) : type == OnnxElementType.Bool ? (value != 0 ? 1 : 0) : (long)value;

    /// <summary>Orders two values of a type.</summary>
    public static int Compare(OnnxElementType type, long a, long b) => type == OnnxElementType.UInt64 ? ((ulong)a).CompareTo((ulong)b) : a.CompareTo(b);

    /// <summary>a / b without the fraction.</summary>
    /// <exception cref="NodeException">b is 0.</exception>
    public static long Divide(OnnxElementType type, long a, long b)
    {
        if (b == 0) throw new NodeException("divides an integer by 0.");
        if (type == OnnxElementType.UInt64) return (long)((ulong)a / (ulong)b);
        return b == -1 ? unchecked(-a) : a / b;
    }
}
