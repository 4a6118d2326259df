using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

// The norms of samples' gradients, and the bound on them.
public static partial class VectorMath
{
    /// <summary>
    /// Adds the square of the norm of each sample's gradient in a dense layer, |dW|² + |db|² = |dz|²·(|x|² + 1), without computing it: dW is the outer product of dz and x
    /// (Goodfellow, "Efficient per-example gradient computations", 2015).
    /// </summary>
    /// <param name="x">The inputs, [rows × xStride].</param>
    /// <param name="inputs">The inputs of a row.</param>
    /// <param name="xStride">The floats from one row of inputs to the next.</param>
    /// <param name="dz">dL/dz, [rows × dzStride].</param>
    /// <param name="outputs">The values of a row of dL/dz.</param>
    /// <param name="dzStride">The floats from one row of dL/dz to the next.</param>
    /// <param name="bias">1 for a layer with a bias, else 0.</param>
    /// <param name="squares">What is added to, [rows].</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSquaredNorms(
        ref float x, int inputs, nuint xStride, ref float dz, int outputs, nuint dzStride, float bias, ref float squares, nuint rows)
    {
        // Two rows at a time, so that the lanes of four sums are added together.
        nuint m = 0;
        for (; m + 2 <= rows; m += 2)
        {
            ref float x0 = ref Unsafe.Add(ref x, m * xStride), dz0 = ref Unsafe.Add(ref dz, m * dzStride);
            var sums = SumLanes(
                Squares(ref x0, inputs), Squares(ref Unsafe.Add(ref x0, xStride), inputs), Squares(ref dz0, outputs), Squares(ref Unsafe.Add(ref dz0, dzStride), outputs));
            Unsafe.Add(ref squares, m) += sums[2] * (sums[0] + bias);
            Unsafe.Add(ref squares, m + 1) += sums[3] * (sums[1] + bias);
        }

        if (m == rows) return;
        float input = SumLanes(Squares(ref Unsafe.Add(ref x, m * xStride), inputs));
        Unsafe.Add(ref squares, m) += SumLanes(Squares(ref Unsafe.Add(ref dz, m * dzStride), outputs)) * (input + bias);
    }

    /// <summary>Scales dL/dz of each sample so that its gradient has at most a norm: dz ← dz·scale·min(1, maxNorm / √square).</summary>
    /// <param name="dz">dL/dz of the last layer, [rows × stride]; a stride is whole vectors.</param>
    /// <param name="lanes">The values of a row, padding included: whole vectors.</param>
    /// <param name="stride">The floats from one row to the next.</param>
    /// <param name="squares">The squares of the norms, [rows].</param>
    /// <param name="maxNorm">The largest norm.</param>
    /// <param name="scale">A factor for all samples.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ClipSamples(ref float dz, nuint lanes, nuint stride, ref float squares, float maxNorm, float scale, nuint rows)
    {
        for (nuint m = 0; m < rows; m++)
        {
            float norm = float.Sqrt(Unsafe.Add(ref squares, m));
            Vector<float> factor = Vector.Create(norm > maxNorm ? scale * (maxNorm / norm) : scale);
            ref float row = ref Unsafe.Add(ref dz, m * stride);
            for (nuint j = 0; j < lanes; j += (nuint)Vector<float>.Count)
                (factor * Vector.LoadUnsafe(ref row, j)).StoreUnsafe(ref row, j);
        }
    }

    /// <summary>The squares of a row, summed but for the lanes of one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Squares(ref float row, int length)
    {
        int whole = length & -Vector<float>.Count;
        Vector<float> even = Vector<float>.Zero, odd = Vector<float>.Zero;
        nuint j = 0;
        for (; j + (nuint)(2 * Vector<float>.Count) <= (nuint)whole; j += (nuint)(2 * Vector<float>.Count))
        {
            Vector<float> a = Vector.LoadUnsafe(ref row, j), b = Vector.LoadUnsafe(ref row, j + (nuint)Vector<float>.Count);
            even = Vector.MultiplyAddEstimate(a, a, even);
            odd = Vector.MultiplyAddEstimate(b, b, odd);
        }

        if (j < (nuint)whole)
        {
            Vector<float> a = Vector.LoadUnsafe(ref row, j);
            even = Vector.MultiplyAddEstimate(a, a, even);
        }

        if (whole < length)
        {
            Vector<float> rest = LoadShortRow(ref Unsafe.Add(ref row, whole), length - whole, 0f);
            odd = Vector.MultiplyAddEstimate(rest, rest, odd);
        }

        return even + odd;
    }
}
