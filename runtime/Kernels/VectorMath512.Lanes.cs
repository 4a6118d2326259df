using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Kernels;

// What depends on the number of lanes, for 16 of them.
public static partial class VectorMath512
{
    /// <summary>The sums of the lanes of four vectors.</summary>
    /// <returns>(Σa, Σb, Σc, Σd).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumLanes(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d) => Lanes.Sum(a, b, c, d);

    /// <summary>Four floats in the first lanes, and zeros in the others.</summary>
    /// <param name="four">The floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector128<float> four) => four.ToVector256().ToVector512();

    /// <summary>The largest lane; NaN is not propagated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float MaxLane(Vector512<float> v) => Lanes.Max(v);

    /// <summary>√x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> SquareRoot(Vector512<float> x) => Vector512.Sqrt(x);

    /// <summary>The sum of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float SumLanes(Vector512<float> v) => Lanes.Sum(v);

    /// <summary>The first lanes from a row that is shorter than a vector; the others are <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> LoadShortRow(ref readonly float row, int length, float fill) => ShortRow.LoadSixteen(in row, length, fill);

    /// <summary>Stores the first lanes to a row that is shorter than a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreShortRow(ref float row, int length, Vector512<float> values) => ShortRow.StoreSixteen(ref row, length, values);
}
