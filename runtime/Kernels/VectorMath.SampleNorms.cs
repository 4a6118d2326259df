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
        for (nuint m = 0; m < rows; m++)
        {
            float input = SumOfSquares(ref Unsafe.Add(ref x, m * xStride), inputs);
            Unsafe.Add(ref squares, m) += SumOfSquares(ref Unsafe.Add(ref dz, m * dzStride), outputs) * (input + bias);
        }
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfSquares(ref float row, int length)
    {
        int tail = length - Vector<float>.Count;
        if (tail < 0)
        {
            Vector<float> whole = LoadShortRow(ref row, length, 0f);
            return SumLanes(whole * whole);
        }

        Vector<float> even = Vector<float>.Zero, odd = Vector<float>.Zero;
        int j = 0;
        for (; j <= tail - Vector<float>.Count; j += 2 * Vector<float>.Count)
        {
            Vector<float> a = Vector.LoadUnsafe(ref row, (nuint)j), b = Vector.LoadUnsafe(ref row, (nuint)(j + Vector<float>.Count));
            even = Vector.MultiplyAddEstimate(a, a, even);
            odd = Vector.MultiplyAddEstimate(b, b, odd);
        }

        for (; j <= tail; j += Vector<float>.Count)
        {
            Vector<float> a = Vector.LoadUnsafe(ref row, (nuint)j);
            even = Vector.MultiplyAddEstimate(a, a, even);
        }

        // The last vector overlaps the one before; only its lanes from j on are new.
        Vector<float> isNew = Vector.GreaterThanOrEqual<float>(Vector<float>.Indices, Vector.Create((float)(j - tail)));
        Vector<float> last = isNew & Vector.LoadUnsafe(ref row, (nuint)tail);
        return SumLanes(Vector.MultiplyAddEstimate(last, last, even + odd));
    }
}
