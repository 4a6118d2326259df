using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Text;

namespace NetGen.Formats;

/// <summary>
/// Reads arrays in NumPy's format .npy, versions 1 to 3 (NEP 1; https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): floating-point numbers
/// of 2, 4 or 8 bytes, of either byte order, in C or Fortran order.
/// </summary>
public static class NpyReader
{
    // NumPy reads no longer ones either, unless told to.
    private const int MaxHeaderLength = 65536;
    private const int BlockLength = 1 << 16;

    private static readonly byte[] _magic = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads an array.</summary>
    /// <param name="stream">The stream; it need not be able to seek, and is left open.</param>
    /// <param name="maxCount">The most values that are read: room for them is made before they are there.</param>
    /// <exception cref="ImportException">The data are not an array, of another element type, or of too many values.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static NpyArray Read(Stream stream, long maxCount = 1 << 24)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return FileProblem.Guard(() => ReadArray(stream, maxCount));
    }

    private static NpyArray ReadArray(Stream stream, long maxCount)
    {
        NpyHeader header = ReadHeader(stream);
        (int width, bool isBigEndian) = ElementType(header.Descr);
        var shape = ImmutableArray.CreateBuilder<int>(header.Shape.Length);
        long count = 1;
        foreach (long size in header.Shape)
        {
            // Sizes are checked one by one, so that the product cannot overflow.
            if (size > maxCount || (count *= size) > maxCount)
                throw new InvalidDataException($"The array is said to be [{string.Join(", ", header.Shape)}], more than the {maxCount} values that are read.");
            shape.Add((int)size);
        }

        float[] values = new float[count];
        byte[] block = new byte[BlockLength];
        for (int done = 0; done < values.Length;)
        {
            int length = Math.Min(BlockLength / width, values.Length - done);
            if (stream.ReadAtLeast(block.AsSpan(0, length * width), length * width, throwOnEndOfStream: false) < length * width)
                throw new InvalidDataException($"The array is said to have {count} values, and the data end before.");
            for (int i = 0; i < length; i++) values[done + i] = Value(block.AsSpan(i * width, width), isBigEndian);
            done += length;
        }

        if (stream.ReadByte() >= 0) throw new InvalidDataException($"The data go on after the {count} values of the array.");
        return new NpyArray(header.Descr, shape.MoveToImmutable(), header.IsFortranOrder ? ToRowMajor(values, header.Shape) : values);
    }

    private static NpyHeader ReadHeader(Stream stream)
    {
        Span<byte> start = stackalloc byte[12];
        if (stream.ReadAtLeast(start[..8], 8, throwOnEndOfStream: false) < 8 || !start.StartsWith(_magic))
            throw new InvalidDataException("The data do not begin as those of an array.");
        int version = start[6];
        if (version is < 1 or > 3 || start[7] != 0)
            throw new InvalidDataException($"The array is of version {version}.{start[7]} of the format; 1.0, 2.0 and 3.0 are known.");
        int lengthBytes = version == 1 ? 2 : 4;
        stream.ReadExactly(start.Slice(8, lengthBytes));
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (length > MaxHeaderLength) throw new InvalidDataException($"The header of the array is said to have {length} bytes; the most is {MaxHeaderLength}.");
        byte[] header = new byte[length];
        stream.ReadExactly(header);
        return NpyHeader.Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(header));
    }

    private static (int Width, bool IsBigEndian) ElementType(string descr) => descr switch
    {
        "<f2" or "<f4" or "<f8" => (descr[2] - '0', false),
        ">f2" or ">f4" or ">f8" => (descr[2] - '0', true),
        _ => throw new InvalidDataException($"The elements of the array are {SafetensorsHeader.Quote(descr)}; read are f2, f4 and f8."),
    };

    private static float Value(ReadOnlySpan<byte> bytes, bool isBigEndian) => (bytes.Length, isBigEndian) switch
    {
        (2, false) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        (2, true) => (float)BinaryPrimitives.ReadHalfBigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
        (_, false) => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        (_, true) => (float)BinaryPrimitives.ReadDoubleBigEndian(bytes),
    };

    private static float[] ToRowMajor(float[] values, IReadOnlyList<long> shape)
    {
        if (values.Length == 0) return values;
        float[] result = new float[values.Length];
        long[] index = new long[shape.Count], stride = new long[shape.Count];
        long next = 1;
        for (int axis = shape.Count - 1; axis >= 0; axis--)
        {
            stride[axis] = next;
            next *= shape[axis];
        }

        long target = 0;
        foreach (float value in values)
        {
            result[target] = value;
            for (int axis = 0; axis < index.Length; axis++)
            {
                target += stride[axis];
                if (++index[axis] < shape[axis]) break;
                target -= shape[axis] * stride[axis];
                index[axis] = 0;
            }
        }

        return result;
    }
}
