using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Kernels;

// What depends on the number of lanes, for as many as the machine's vectors have.
public static partial class VectorMath
{
    /// <summary>The sums of the lanes of four vectors.</summary>
    /// <returns>(Σa, Σb, Σc, Σd).</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> SumLanes(Vector<float> a, Vector<float> b, Vector<float> c, Vector<float> d) => Vector<float>.Count switch
    {
        4 => Lanes.Sum(a.AsVector128(), b.AsVector128(), c.AsVector128(), d.AsVector128()),
        8 => Lanes.Sum(a.AsVector256(), b.AsVector256(), c.AsVector256(), d.AsVector256()),
        _ => Lanes.Sum(a.AsVector512(), b.AsVector512(), c.AsVector512(), d.AsVector512()),
    };

    /// <summary>Four floats in the first lanes, and zeros in the others.</summary>
    /// <param name="four">The floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Widen(Vector128<float> four) => Vector<float>.Count switch
    {
        4 => four.AsVector(),
        8 => four.ToVector256().AsVector(),
        _ => four.ToVector256().ToVector512().AsVector(),
    };

    /// <summary>The largest lane; NaN is not propagated.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float MaxLane(Vector<float> v) => Vector<float>.Count switch
    {
        4 => Lanes.Max(v.AsVector128()),
        8 => Lanes.Max(v.AsVector256()),
        _ => Lanes.Max(v.AsVector512()),
    };

    /// <summary>√x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> SquareRoot(Vector<float> x) => Vector.SquareRoot(x);

    /// <summary>The sum of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float SumLanes(Vector<float> v) => Vector<float>.Count switch
    {
        4 => Lanes.Sum(v.AsVector128()),
        8 => Lanes.Sum(v.AsVector256()),
        _ => Lanes.Sum(v.AsVector512()),
    };

    /// <summary>The first lanes from a row that is shorter than a vector; the others are <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LoadShortRow(ref readonly float row, int length, float fill) => Vector<float>.Count switch
    {
        4 => ShortRow.LoadFour(in row, length, fill).AsVector(),
        8 => ShortRow.LoadEight(in row, length, fill).AsVector(),
        _ => ShortRow.LoadSixteen(in row, length, fill).AsVector(),
    };

    /// <summary>Stores the first lanes to a row that is shorter than a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreShortRow(ref float row, int length, Vector<float> values)
    {
        if (Vector<float>.Count == 4)
            ShortRow.StoreFour(ref row, length, values.AsVector128());
        else if (Vector<float>.Count == 8)
            ShortRow.StoreEight(ref row, length, values.AsVector256());
        else
            ShortRow.StoreSixteen(ref row, length, values.AsVector512());
    }
}
