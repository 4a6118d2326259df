using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>The order of bytes in files.</summary>
internal static class LittleEndian
{
    /// <summary>Makes values of 4 or 8 bytes little-endian where the machine has them otherwise, and back again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Convert<T>(Span<T> values)
        where T : unmanaged
    {
        if (!BitConverter.IsLittleEndian) Reverse(values);
    }

    private static void Reverse<T>(Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        if (bytes.Length == values.Length * sizeof(int))
        {
            Span<int> bits = MemoryMarshal.Cast<byte, int>(bytes);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
        else
        {
            Span<long> bits = MemoryMarshal.Cast<byte, long>(bytes);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }
    }
}
