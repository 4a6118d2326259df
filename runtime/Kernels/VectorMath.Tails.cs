using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

// The tail of a row whose length is not a multiple of the vector's, for the losses: their rows are not padded.
//
// A row of n floats is walked in vectors from 0, as long as they start before n − Count; what is left is its tail: the last Count floats, which may
// overlap the vector before it, or the whole row if that is shorter. Methods that work in place load the tail first and store it last.
public static partial class VectorMath
{
    /// <summary>Where the tail of a row starts; negative where the row is shorter than a vector, and all of it is tail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int TailStart(int length) => length - Vector<float>.Count;

    /// <summary>The lanes of the tail that no vector before it covers, as a mask of all bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> TailMask(int length)
    {
        Vector<int> lanes = length < Vector<float>.Count
            ? Vector.LessThan<int>(Vector<int>.Indices, Vector.Create(length))
            : Vector.GreaterThanOrEqual<int>(Vector<int>.Indices, Vector.Create(-length & (Vector<float>.Count - 1)));
        return Vector.As<int, float>(lanes);
    }

    /// <summary>Loads the tail of a row; a row shorter than a vector leaves the last lanes at <paramref name="fill"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> LoadTail(ref readonly float row, int length, float fill) => length < Vector<float>.Count
        ? LoadShortRow(in row, length, fill)
        : Vector.LoadUnsafe(in row, (nuint)(length - Vector<float>.Count));

    /// <summary>Stores what <see cref="LoadTail"/> loads.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void StoreTail(ref float row, int length, Vector<float> values)
    {
        if (length < Vector<float>.Count)
            StoreShortRow(ref row, length, values);
        else
            values.StoreUnsafe(ref row, (nuint)(length - Vector<float>.Count));
    }
}
