using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Kernels;

namespace NetGen.Benchmarks.Limits;

/// <summary>A function of the runtime on one kind of vector.</summary>
internal interface IFunction<TVector>
{
    static abstract TVector Apply(TVector z);
}

/// <summary>eᶻ.</summary>
internal readonly struct Exp : IFunction<Vector<float>>, IFunction<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Apply(Vector<float> z) => VectorMath.Exp(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) => VectorMath512.Exp(z);
}

/// <summary>1 / (1 + e⁻ᶻ).</summary>
internal readonly struct Sigmoid : IFunction<Vector<float>>, IFunction<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Apply(Vector<float> z) => VectorMath.Sigmoid(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) => VectorMath512.Sigmoid(z);
}

/// <summary>tanh z.</summary>
internal readonly struct Tanh : IFunction<Vector<float>>, IFunction<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Apply(Vector<float> z) => VectorMath.Tanh(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) => VectorMath512.Tanh(z);
}

/// <summary>max(0, z).</summary>
internal readonly struct ReLU : IFunction<Vector<float>>, IFunction<Vector512<float>>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Apply(Vector<float> z) => VectorMath.ReLU(z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Apply(Vector512<float> z) => VectorMath512.ReLU(z);
}
