using System;
using System.Collections.Immutable;
using System.IO;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>A tensor of a safetensors file with its values.</summary>
/// <param name="Name">The name.</param>
/// <param name="DataType">The element type, as the format names it.</param>
/// <param name="Shape">The shape, outermost dimension first; empty for a single value.</param>
/// <param name="Bytes">The values, row-major and little-endian.</param>
internal sealed record TensorData(string Name, string DataType, ImmutableArray<long> Shape, byte[] Bytes)
{
    /// <summary>A tensor of <see cref="float"/>, <see cref="double"/>, <see cref="int"/> or <see cref="long"/>.</summary>
    public static TensorData Of<T>(string name, ReadOnlySpan<T> values, ImmutableArray<long> shape)
        where T : unmanaged
    {
        byte[] bytes = MemoryMarshal.AsBytes(values).ToArray();
        LittleEndian.Convert(MemoryMarshal.Cast<byte, T>(bytes.AsSpan()));
        return new TensorData(name, TypeName<T>(), shape, bytes);
    }

    /// <summary>A copy of the values.</summary>
    /// <exception cref="InvalidDataException">They are of another type.</exception>
    public T[] Values<T>()
        where T : unmanaged
    {
        if (DataType != TypeName<T>()) throw new InvalidDataException($"Tensor {SafetensorsHeader.Quote(Name)} is of {DataType}; expected {TypeName<T>()}.");
        T[] values = MemoryMarshal.Cast<byte, T>(Bytes).ToArray();
        LittleEndian.Convert(values.AsSpan());
        return values;
    }

    /// <summary>The values of weights, whatever type of weights it is.</summary>
    /// <exception cref="InvalidDataException">They are of a type that weights cannot have.</exception>
    public float[] ToFloats()
    {
        if (WeightTypes.Find(DataType) is not { } type) throw new InvalidDataException($"Tensor {SafetensorsHeader.Quote(Name)} is of {DataType}; expected F32, F16 or BF16.");
        float[] values = new float[Bytes.Length / WeightTypes.SizeOf(type)];
        WeightTypes.ToFloats(type, Bytes, values);
        return values;
    }

    private static string TypeName<T>() =>
        typeof(T) == typeof(float) ? "F32"
        : typeof(T) == typeof(double) ? "F64"
        : typeof(T) == typeof(int) ? "I32"
        : typeof(T) == typeof(long) ? "I64"
        : throw new NotSupportedException($"{typeof(T)} is no element type of tensors.");
}
