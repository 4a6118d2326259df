using System;
using System.Buffers.Binary;
using System.IO;

namespace NetGen;

/// <summary>The first part of a safetensors file: eight bytes with the length of the header, and the header.</summary>
internal static class SafetensorsPrefix
{
    /// <summary>The bytes that give the length of the header.</summary>
    public const int LengthBytes = 8;

    /// <summary>Reads the header's bytes; no more is allocated than twice what is there.</summary>
    /// <exception cref="InvalidDataException">The file ends before, or the length is beyond the format's limit.</exception>
    public static byte[] ReadHeader(Stream stream)
    {
        Span<byte> prefix = stackalloc byte[LengthBytes];
        if (stream.ReadAtLeast(prefix, LengthBytes, throwOnEndOfStream: false) < LengthBytes)
            throw new InvalidDataException($"The file is shorter than the {LengthBytes} bytes that give the length of the header.");
        ulong declared = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (declared > SafetensorsHeader.MaxLength)
            throw new InvalidDataException($"The header is said to have {declared} bytes; the most is {SafetensorsHeader.MaxLength}.");

        int length = (int)declared;
        byte[] header = new byte[Math.Min(length, 4096)];
        int read = 0;
        while (true)
        {
            int found = stream.ReadAtLeast(header.AsSpan(read), header.Length - read, throwOnEndOfStream: false);
            if (read + found < header.Length)
                throw new InvalidDataException($"The header is said to have {length} bytes, and the file ends after {read + found}.");
            read += found;
            if (read == length) return header;
            Array.Resize(ref header, (int)Math.Min(length, 2L * read));
        }
    }
}
