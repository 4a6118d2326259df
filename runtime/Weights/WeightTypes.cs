using System;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>The element types of weights: their names in safetensors, and the conversion of values.</summary>
internal static class WeightTypes
{
    /// <summary>The type of a name in safetensors; null for those that weights cannot have.</summary>
    public static WeightType? Find(string dataType) => dataType switch
    {
        "F32" => WeightType.Float32,
        "F16" => WeightType.Float16,
        "BF16" => WeightType.BFloat16,
        _ => null,
    };

    /// <summary>The name in safetensors.</summary>
    public static string NameOf(WeightType type) => type switch
    {
        WeightType.Float32 => "F32",
        WeightType.Float16 => "F16",
        WeightType.BFloat16 => "BF16",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type of weights."),
    };

    /// <summary>The bytes of a value.</summary>
    public static int SizeOf(WeightType type) => type == WeightType.Float32 ? sizeof(float) : sizeof(ushort);

    /// <summary>Reads little-endian values, which may lie at any address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToFloats(WeightType type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case WeightType.Float32:
                bytes.CopyTo(MemoryMarshal.AsBytes(values));
                LittleEndian.Convert(values);
                break;
            case WeightType.Float16:
                for (int i = 0; i < values.Length; i++) values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]);
                break;
            default:
                for (int i = 0; i < values.Length; i++) values[i] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]) << 16);
                break;
        }
    }

    /// <summary>The largest difference between values and what became of them; infinite where one was too large.</summary>
    public static float LargestError(ReadOnlySpan<float> values, ReadOnlySpan<float> rounded)
    {
        float largest = 0f;
        for (int i = 0; i < values.Length; i++) largest = Math.Max(largest, Math.Abs(values[i] - rounded[i]));
        return largest;
    }

    /// <summary>Writes values, little-endian, each rounded to the nearest of its type, ties to even; too large ones become infinite.</summary>
    public static byte[] ToBytes(WeightType type, ReadOnlySpan<float> values)
    {
        byte[] bytes = new byte[values.Length * SizeOf(type)];
        for (int i = 0; i < values.Length; i++)
        {
            switch (type)
            {
                case WeightType.Float32:
                    BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
                    break;
                case WeightType.Float16:
                    BinaryPrimitives.WriteHalfLittleEndian(bytes.AsSpan(2 * i), (Half)values[i]);
                    break;
                default:
                    // Half of the last bit that stays, less one where that bit is 0: a tie then goes to the even neighbour.
                    uint bits = BitConverter.SingleToUInt32Bits(values[i]);
                    BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
                    break;
            }
        }

        return bytes;
    }
}
