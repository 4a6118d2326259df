using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

/// <summary>
/// The functions of a whole row of outputs, for generated code: softmax and its kin, on vectors of whatever width suits the rows.
/// </summary>
/// <remarks>
/// Rows are padded: each starts <c>stride</c> floats after the one before, which is its length rounded up to a multiple of 16 or more. What is
/// between is read and written, and means nothing; but zeros there in a gradient stay zeros. Nothing is checked.
/// </remarks>
public static class RowMath
{
    /// <summary>yₖ = e^zₖ / Σ e^zⱼ for each row, in place. The largest z is subtracted first, so that no exponential overflows.</summary>
    /// <param name="z">The logits, [rows × stride]; receives y.</param>
    /// <param name="length">The values of a row, at least one.</param>
    /// <param name="stride">The floats from one row to the next.</param>
    /// <param name="rows">The number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Softmax(ref float z, int length, nuint stride, nuint rows)
    {
        nuint done = 0;
        if (rows >= BlockRows.Fewest && length <= VectorMath.MostColumns && Columns.AreSupported)
        {
            if (Processor.HasVectorsOf512Bits) done = VectorMath512.SoftmaxBlocks(ref z, length, stride, rows);
            else if (Vector<float>.Count == 8) done = VectorMath.SoftmaxBlocks(ref z, length, stride, rows);
        }

        for (; done < rows; done++)
        {
            ref float row = ref Unsafe.Add(ref z, done * stride);
            if (Processor.HasVectorsOf512Bits) VectorMath512.SoftmaxRow(ref row, length);
            else VectorMath.SoftmaxRow(ref row, length);
        }
    }

    /// <summary>yₖ = zₖ − ln Σ e^zⱼ for each row, in place.</summary>
    /// <inheritdoc cref="Softmax"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmax(ref float z, int length, nuint stride, nuint rows)
    {
        nuint done = 0;
        if (rows >= BlockRows.Fewest && length <= VectorMath.MostColumns && Columns.AreSupported)
        {
            if (Processor.HasVectorsOf512Bits) done = VectorMath512.LogSoftmaxBlocks(ref z, length, stride, rows);
            else if (Vector<float>.Count == 8) done = VectorMath.LogSoftmaxBlocks(ref z, length, stride, rows);
        }

        for (; done < rows; done++)
        {
            ref float row = ref Unsafe.Add(ref z, done * stride);
            if (Processor.HasVectorsOf512Bits) VectorMath512.LogSoftmaxRow(ref row, length);
            else VectorMath.LogSoftmaxRow(ref row, length);
        }
    }

    /// <summary>The backward pass of <see cref="Softmax"/> for one row, in place: dz = y ⊙ (dy − Σ y·dy).</summary>
    /// <param name="y">The output of the softmax.</param>
    /// <param name="gradient">dL/dy; receives dL/dz.</param>
    /// <param name="length">The values of the row, at least one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SoftmaxBackward(ref float y, ref float gradient, int length)
    {
        if (Processor.HasVectorsOf512Bits) VectorMath512.SoftmaxBackwardRow(ref y, ref gradient, length);
        else VectorMath.SoftmaxBackwardRow(ref y, ref gradient, length);
    }

    /// <summary>The backward pass of <see cref="LogSoftmax"/> for one row, in place: dz = dy − e^y · Σ dy.</summary>
    /// <inheritdoc cref="SoftmaxBackward"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogSoftmaxBackward(ref float y, ref float gradient, int length)
    {
        if (Processor.HasVectorsOf512Bits) VectorMath512.LogSoftmaxBackwardRow(ref y, ref gradient, length);
        else VectorMath.LogSoftmaxBackwardRow(ref y, ref gradient, length);
    }
}
