using System;

namespace NetGen.Kernels;

/// <summary>Random numbers in bulk, on the widest vectors that the processor has.</summary>
internal static class NormalNumbers
{
    /// <summary>How many bits of 32 are to be drawn for so many numbers, since some are made at once.</summary>
    public static int Drawn(int count) => (count + VectorMath.NormalsAtOnce - 1) / VectorMath.NormalsAtOnce * VectorMath.NormalsAtOnce;

    /// <summary>Fills memory with the bits of a key: see <see cref="VectorMath.HashBits"/>.</summary>
    public static void Hash(Span<uint> bits, ulong key)
    {
        if (Processor.HasVectorsOf512Bits) VectorMath512.HashBits(ref bits[0], bits.Length, key);
        else VectorMath.HashBits(ref bits[0], bits.Length, key);
    }

    /// <summary>Makes numbers of the standard normal distribution of bits, in place: see <see cref="VectorMath.Normals"/>.</summary>
    public static void FromBits(Span<uint> bits)
    {
        if (Processor.HasVectorsOf512Bits) VectorMath512.Normals(ref bits[0], bits.Length);
        else VectorMath.Normals(ref bits[0], bits.Length);
    }
}
