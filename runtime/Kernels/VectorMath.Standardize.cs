using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

public static partial class VectorMath
{
    /// <summary>h = (x − μ) / σ for each row; what pads a row of h becomes 0.</summary>
    /// <param name="x">The samples, [rows × length].</param>
    /// <param name="mean">μ, [length], padded to whole vectors.</param>
    /// <param name="scale">σ, [length], padded to whole vectors.</param>
    /// <param name="h">Receives the result, [rows × stride].</param>
    /// <param name="length">The values of a sample.</param>
    /// <param name="stride">The floats from one row of h to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Standardize(ref float x, ref float mean, ref float scale, ref float h, int length, nuint stride, nuint rows)
    {
        int whole = length & -Vector<float>.Count, left = length - whole;
        int lanes = (length + 15) & -16;
        for (nuint m = 0; m < rows; m++)
        {
            ref float from = ref Unsafe.Add(ref x, m * (nuint)length), to = ref Unsafe.Add(ref h, m * stride);
            for (int j = 0; j < whole; j += Vector<float>.Count)
            {
                Vector<float> centred = Vector.LoadUnsafe(ref from, (nuint)j) - Vector.LoadUnsafe(ref mean, (nuint)j);
                (centred / Vector.LoadUnsafe(ref scale, (nuint)j)).StoreUnsafe(ref to, (nuint)j);
            }

            for (int j = whole; j < lanes; j += Vector<float>.Count) Vector<float>.Zero.StoreUnsafe(ref to, (nuint)j);
            if (left == 0) continue;

            // Padding has no scale: there, what would be 0 / 0 is masked out.
            Vector<float> inside = Vector.LessThan<float>(Vector<float>.Indices, Vector.Create((float)left));
            Vector<float> last = LoadShortRow(ref Unsafe.Add(ref from, whole), left, 0f) - Vector.LoadUnsafe(ref mean, (nuint)whole);
            (inside & (last / Vector.LoadUnsafe(ref scale, (nuint)whole))).StoreUnsafe(ref to, (nuint)whole);
        }
    }

    /// <summary>The backward pass of <see cref="Standardize"/>: dx = dh / σ for each row.</summary>
    /// <param name="dh">dL/dh, [rows × stride].</param>
    /// <param name="scale">σ, [length], padded to whole vectors.</param>
    /// <param name="dx">Receives dL/dx, [rows × length].</param>
    /// <param name="length">The values of a sample.</param>
    /// <param name="stride">The floats from one row of dh to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void StandardizeBackward(ref float dh, ref float scale, ref float dx, int length, nuint stride, nuint rows)
    {
        int whole = length & -Vector<float>.Count, left = length - whole;
        for (nuint m = 0; m < rows; m++)
        {
            ref float from = ref Unsafe.Add(ref dh, m * stride), to = ref Unsafe.Add(ref dx, m * (nuint)length);
            for (int j = 0; j < whole; j += Vector<float>.Count)
                (Vector.LoadUnsafe(ref from, (nuint)j) / Vector.LoadUnsafe(ref scale, (nuint)j)).StoreUnsafe(ref to, (nuint)j);
            if (left > 0)
                StoreShortRow(ref Unsafe.Add(ref to, whole), left, Vector.LoadUnsafe(ref from, (nuint)whole) / Vector.LoadUnsafe(ref scale, (nuint)whole));
        }
    }
}
