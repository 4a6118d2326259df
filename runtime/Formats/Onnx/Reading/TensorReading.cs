using System;
using System.Buffers.Binary;
using System.Linq;
using Google.Protobuf.Collections;

namespace NetGen.Formats.Onnx;

/// <summary>TensorProto, in every encoding of its values, to tensors. A tensor is only as large as the bytes that are there.</summary>
internal static class TensorReading
{
    /// <summary>Reads a tensor.</summary>
    /// <param name="proto">The tensor.</param>
    /// <param name="external">Reads data that are in other files; null where there can be none.</param>
    /// <exception cref="NodeException">The tensor is not valid, or of a type that is not supported.</exception>
    public static OnnxTensor Read(TensorProto proto, ExternalData? external)
    {
        var type = (OnnxElementType)proto.DataType;
        if (type is OnnxElementType.Undefined or OnnxElementType.String or OnnxElementType.Complex64 or OnnxElementType.Complex128 || !Enum.IsDefined(type))
            throw new NodeException($"has elements of type {Name(proto.DataType)}.", "floating-point numbers, integers and truth values.");
        if (proto.Segment is not null) throw new NodeException("is a segment of a tensor.", "whole tensors.");

        (int[] dims, long count) = Dims(proto.Dims);
        if (proto.DataLocation == TensorProto.Types.DataLocation.External)
        {
            if (external is null)
                throw new NodeException("has its data in another file, which cannot be found from here.",
                    "reading the model from its path, or a model that holds its data.");
            return FromBytes(type, dims, count, external.Read(proto, count * Size(type)));
        }

        if (proto.HasRawData) return FromBytes(type, dims, count, proto.RawData.Span);
        switch (type)
        {
            case OnnxElementType.Float:
                return new OnnxTensor(type, dims, Convert(proto.FloatData, count, static value => (double)value));
            case OnnxElementType.Double:
                return new OnnxTensor(type, dims, Convert(proto.DoubleData, count, static value => value));
            case OnnxElementType.Float16:
                return new OnnxTensor(type, dims, Convert(proto.Int32Data, count, static value => (double)BitConverter.UInt16BitsToHalf((ushort)value)));
            case OnnxElementType.BFloat16:
                return new OnnxTensor(type, dims, Convert(proto.Int32Data, count, static value => (double)BFloat16((ushort)value)));
            case OnnxElementType.Int64:
                return new OnnxTensor(type, dims, Convert(proto.Int64Data, count, static value => value));
            case OnnxElementType.UInt32:
            case OnnxElementType.UInt64:
                return new OnnxTensor(type, dims, Convert(proto.Uint64Data, count, value => IntegerRange.Wrap(type, (long)value)));
            default:
                return new OnnxTensor(type, dims, Convert(proto.Int32Data, count, value => IntegerRange.Wrap(type, value)));
        }
    }

    /// <summary>The upper half of a 32-bit number, as a number.</summary>
    public static float BFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    /// <summary>The name of an element type in the standard.</summary>
    public static string Name(int type) => Enum.IsDefined((OnnxElementType)type) ? ((OnnxElementType)type).ToString().ToUpperInvariant() : $"number {type}";

    private static (int[] Dims, long Count) Dims(RepeatedField<long> dims)
    {
        if (dims.Count > OnnxLimits.Rank) throw new NodeException($"has {dims.Count} dimensions.", $"at most {OnnxLimits.Rank}.");
        long product = 1;
        foreach (long size in dims)
        {
            // A size of 0 counts as 1, for a loop over the other dimensions costs time even if there is nothing in it.
            if (size is < 0 or > OnnxLimits.FileBytes || (product *= Math.Max(1, size)) > OnnxLimits.FileBytes)
                throw new NodeException($"has the shape [{string.Join(", ", dims)}].", $"at most {OnnxLimits.FileBytes} values.");
        }

        return ([.. dims.Select(size => (int)size)], dims.Contains(0) ? 0 : product);
    }

    private static TTo[] Convert<TFrom, TTo>(RepeatedField<TFrom> values, long count, Func<TFrom, TTo> convert)
    {
        if (values.Count != count) throw new NodeException($"has {values.Count} values; its shape says {count}.");
        var converted = new TTo[values.Count];
        for (int i = 0; i < converted.Length; i++) converted[i] = convert(values[i]);
        return converted;
    }

    private static OnnxTensor FromBytes(OnnxElementType type, int[] dims, long count, ReadOnlySpan<byte> bytes)
    {
        int size = Size(type);
        if (bytes.Length != count * size) throw new NodeException($"has {bytes.Length} bytes of data; its shape and type say {count * size}.");
        if (type is OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Float16 or OnnxElementType.BFloat16)
        {
            double[] reals = new double[count];
            for (int i = 0; i < reals.Length; i++) reals[i] = Real(type, bytes[(i * size)..]);
            return new OnnxTensor(type, dims, reals);
        }

        long[] integers = new long[count];
        for (int i = 0; i < integers.Length; i++) integers[i] = IntegerRange.Wrap(type, Integer(size, bytes[(i * size)..]));
        return new OnnxTensor(type, dims, integers);
    }

    private static double Real(OnnxElementType type, ReadOnlySpan<byte> bytes) => type switch
    {
        OnnxElementType.Float => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        OnnxElementType.Double => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        OnnxElementType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        _ => BFloat16(BinaryPrimitives.ReadUInt16LittleEndian(bytes)),
    };

    private static long Integer(int size, ReadOnlySpan<byte> bytes) => size switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadInt64LittleEndian(bytes),
    };

    private static int Size(OnnxElementType type) => type switch
    {
        OnnxElementType.UInt8 or OnnxElementType.Int8 or OnnxElementType.Bool => 1,
        OnnxElementType.UInt16 or OnnxElementType.Int16 or OnnxElementType.Float16 or OnnxElementType.BFloat16 => 2,
        OnnxElementType.Float or OnnxElementType.Int32 or OnnxElementType.UInt32 => 4,
        _ => 8,
    };
}
