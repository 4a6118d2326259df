using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

// Random numbers in bulk, for noise: from bits, of whatever generator, to the normal distribution.
public static partial class VectorMath
{
    /// <summary>The values that <see cref="Normals"/> makes at once.</summary>
    internal const int NormalsAtOnce = 32;

    /// <summary>Fills memory with hashed bits of successive numbers: not for cryptography.</summary>
    /// <param name="bits">Receives the bits, [count].</param>
    /// <param name="count">How many, a multiple of 16.</param>
    /// <param name="key">What makes the sequence another one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void HashBits(ref uint bits, int count, ulong key)
    {
        for (int k = 0; k < count; k += Vector<uint>.Count) Hash(k, key).StoreUnsafe(ref bits, (nuint)k);
    }

    /// <summary>
    /// Makes numbers of the standard normal distribution, mean 0 and variance 1, of uniform bits, in place (Box and Muller, "A note on the generation of random normal deviates",
    /// 1958): √(−2·ln u)·cos πv and √(−2·ln u)·sin πv with u in (0, 1], a multiple of 2⁻³¹ plus 2⁻³², and v in [−1, 1). The largest is 6.66.
    /// </summary>
    /// <param name="bits">The bits, [count]; receives the numbers as floats. Of each 32, the first half makes u and the second makes v.</param>
    /// <param name="count">How many, a multiple of 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normals(ref uint bits, int count)
    {
        const int half = NormalsAtOnce / 2;
        Vector<float> unit = Vector.Create(1f / (1u << 31));
        for (int block = 0; block < count; block += NormalsAtOnce)
        {
            for (int k = block; k < block + half; k += Vector<uint>.Count)
            {
                Vector<int> first = Vector.As<uint, int>(Vector.LoadUnsafe(ref bits, (nuint)k) >>> 1);
                Vector<int> second = Vector.As<uint, int>(Vector.LoadUnsafe(ref bits, (nuint)(k + half)));
                Vector<float> u = Vector.MultiplyAddEstimate(Vector.ConvertToSingle(first), unit, Vector.Create(0.5f / (1u << 31)));
                Vector<float> radius = SquareRoot(Vector.Create(-2f) * Log(u));
                SinCosPi(unit * Vector.ConvertToSingle(second), out Vector<float> sine, out Vector<float> cosine);
                Vector.As<float, uint>(radius * cosine).StoreUnsafe(ref bits, (nuint)k);
                Vector.As<float, uint>(radius * sine).StoreUnsafe(ref bits, (nuint)(k + half));
            }
        }
    }

    /// <summary>sin πt and cos πt for t in [−1, 1]: by Taylor's series of half the angle, and its double, 2·s·c and 1 − 2·s².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SinCosPi(Vector<float> t, out Vector<float> sine, out Vector<float> cosine)
    {
        Vector<float> x = t * Vector.Create(float.Pi / 2), square = x * x;
        Vector<float> s = Vector.MultiplyAddEstimate(square, Vector.Create(1f / 6227020800), Vector.Create(-1f / 39916800));
        s = Vector.MultiplyAddEstimate(square, s, Vector.Create(1f / 362880));
        s = Vector.MultiplyAddEstimate(square, s, Vector.Create(-1f / 5040));
        s = Vector.MultiplyAddEstimate(square, s, Vector.Create(1f / 120));
        s = Vector.MultiplyAddEstimate(square, s, Vector.Create(-1f / 6));
        s = Vector.MultiplyAddEstimate(square * s, x, x);
        Vector<float> c = Vector.MultiplyAddEstimate(square, Vector.Create(1f / 479001600), Vector.Create(-1f / 3628800));
        c = Vector.MultiplyAddEstimate(square, c, Vector.Create(1f / 40320));
        c = Vector.MultiplyAddEstimate(square, c, Vector.Create(-1f / 720));
        c = Vector.MultiplyAddEstimate(square, c, Vector.Create(1f / 24));
        c = Vector.MultiplyAddEstimate(square, c, Vector.Create(-0.5f));
        c = Vector.MultiplyAddEstimate(square, c, Vector.Create(1f));
        sine = Vector.Create(2f) * s * c;
        cosine = Vector.Create(1f) - Vector.Create(2f) * s * s;
    }
}
