using System;
using System.Buffers.Binary;
using System.Numerics;

namespace NetGen;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), which every burst of up to 32 wrong bits changes.</summary>
internal static class Crc32C
{
    /// <summary>The sum of bytes that follow others.</summary>
    /// <param name="sum">The sum of the others; 0 for none.</param>
    /// <param name="bytes">The bytes.</param>
    public static uint Append(uint sum, ReadOnlySpan<byte> bytes)
    {
        uint crc = ~sum;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
