using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>Reads a target as one value per output, whatever its form.</summary>
internal interface ITargetReader
{
    /// <summary>The values of the outputs from <paramref name="i"/> on.</summary>
    Vector<float> Load(ref readonly float target, int i);

    /// <summary>The values of a row's tail, as <see cref="VectorMath.LoadTail"/> lays it out.</summary>
    Vector<float> LoadTail(ref readonly float target, int length);
}

/// <summary>A target that has one value per output.</summary>
internal readonly struct ValuePerOutput : ITargetReader
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Load(ref readonly float target, int i) => Vector.LoadUnsafe(in target, (nuint)i);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> LoadTail(ref readonly float target, int length) => VectorMath.LoadTail(in target, length, 0f);
}

/// <summary>
/// A target that is the index of a class: 1 for the output of that class, <paramref name="others"/> for the rest.
/// A value that is no index names no output, or that of the integer it is truncated to.
/// </summary>
internal readonly struct ClassIndex(float value, float others) : ITargetReader
{
    private readonly int _index = (int)value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> Load(ref readonly float target, int i) => Vector.ConditionalSelect(
        Vector.AsVectorSingle(Vector.Equals(Vector<int>.Indices, Vector.Create(_index - i))), Vector<float>.One, Vector.Create(others));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<float> LoadTail(ref readonly float target, int length) => Load(in target, int.Max(0, VectorMath.TailStart(length)));
}
