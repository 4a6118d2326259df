using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetGen.Kernels;

/// <summary>
/// The losses of a batch, for generated code. Rows of outputs are padded as those of <see cref="RowMath"/>; rows of targets have no gaps. Nothing is checked.
/// </summary>
public static class LossMath
{
    /// <summary>dL/dz from the logits of each row, times <paramref name="scale"/>, for a loss that is one with the output activation.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="z">The logits, [rows × zStride].</param>
    /// <param name="zStride">The floats from one row of logits to the next.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="targets">The targets, [rows × targetSize].</param>
    /// <param name="targetSize">The length of one target, which the loss takes.</param>
    /// <param name="scale">The factor of the gradient; the losses are not scaled.</param>
    /// <param name="dz">Receives the gradient and, up to the next multiple of 16 outputs, zeros; [rows × dzStride].</param>
    /// <param name="dzStride">The floats from one row of the gradient to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>Σ L of the rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float EvaluateLogits<TLoss>(
        TLoss loss, ref float z, nuint zStride, int outputs, ReadOnlySpan<float> targets, int targetSize, float scale, ref float dz, nuint dzStride, nuint rows)
        where TLoss : struct, ILoss
    {
        if (typeof(TLoss) == typeof(CrossEntropy))
            return CrossEntropy(ref z, zStride, outputs, ref MemoryMarshal.GetReference(targets), targetSize, scale, ref dz, dzStride, rows);
        return EvaluateRows(loss, areLogits: true, ref z, zStride, outputs, targets, targetSize, scale, ref dz, dzStride, rows);
    }

    /// <summary>dL/dy of each row, times <paramref name="scale"/>.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="y">The outputs, [rows × yStride].</param>
    /// <param name="yStride">The floats from one row of outputs to the next.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="targets">The targets, [rows × targetSize].</param>
    /// <param name="targetSize">The length of one target, which the loss takes.</param>
    /// <param name="scale">The factor of the gradient; the losses are not scaled.</param>
    /// <param name="dy">Receives the gradient and, up to the next multiple of 16 outputs, zeros; [rows × dyStride].</param>
    /// <param name="dyStride">The floats from one row of the gradient to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <returns>Σ L of the rows.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Evaluate<TLoss>(
        TLoss loss, ref float y, nuint yStride, int outputs, ReadOnlySpan<float> targets, int targetSize, float scale, ref float dy, nuint dyStride, nuint rows)
        where TLoss : struct, ILoss =>
        EvaluateRows(loss, areLogits: false, ref y, yStride, outputs, targets, targetSize, scale, ref dy, dyStride, rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float EvaluateRows<TLoss>(
        TLoss loss, bool areLogits, ref float y, nuint yStride, int outputs, ReadOnlySpan<float> targets, int targetSize, float scale, ref float dy, nuint dyStride, nuint rows)
        where TLoss : struct, ILoss
    {
        if (outputs == 1 && rows > 1 && loss is IMeanOverOutputs)
            return EvaluateColumn(loss, areLogits, ref y, yStride, targets, scale, ref dy, dyStride, rows);

        float sum = 0f;
        for (nuint m = 0; m < rows; m++)
        {
            ReadOnlySpan<float> output = MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref y, m * yStride), outputs);
            ReadOnlySpan<float> target = targets.Slice((int)m * targetSize, targetSize);
            Span<float> gradient = MemoryMarshal.CreateSpan(ref Unsafe.Add(ref dy, m * dyStride), outputs);
            sum += areLogits ? loss.EvaluateLogits(output, target, gradient) : loss.Evaluate(output, target, gradient);
        }

        FinishGradient(ref dy, outputs, dyStride, rows, scale);
        return sum;
    }

    // The single outputs of some rows are to a mean over outputs what the outputs of one row are: their losses are its value, times their number.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float EvaluateColumn<TLoss>(
        TLoss loss, bool areLogits, ref float y, nuint yStride, ReadOnlySpan<float> targets, float scale, ref float dy, nuint dyStride, nuint rows)
        where TLoss : struct, ILoss
    {
        const int MostRows = 32;
        Span<float> outputs = stackalloc float[MostRows], gradients = stackalloc float[MostRows];
        float sum = 0f;
        for (nuint start = 0; start < rows; start += MostRows)
        {
            int count = (int)nuint.Min(MostRows, rows - start);
            ref float output = ref Unsafe.Add(ref y, start * yStride), gradient = ref Unsafe.Add(ref dy, start * dyStride);
            for (int m = 0; m < count; m++) outputs[m] = Unsafe.Add(ref output, (nuint)m * yStride);
            ReadOnlySpan<float> target = targets.Slice((int)start, count);
            sum += count * (areLogits ? loss.EvaluateLogits(outputs[..count], target, gradients[..count]) : loss.Evaluate(outputs[..count], target, gradients[..count]));
            for (int m = 0; m < count; m++)
                Vector512.CreateScalar(scale * count * gradients[m]).StoreUnsafe(ref gradient, (nuint)m * dyStride);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float CrossEntropy(
        ref float z, nuint zStride, int outputs, ref float targets, int targetSize, float scale, ref float dz, nuint dzStride, nuint rows)
    {
        nuint done = 0;
        float sum = 0f;
        if (outputs <= VectorMath.MostColumns && Columns.AreSupported)
        {
            if (Processor.HasVectorsOf512Bits && rows >= 16)
                done = VectorMath512.CrossEntropyBlocks(ref z, outputs, zStride, ref targets, targetSize, scale, ref dz, dzStride, rows, out sum);
            if (Vector<float>.Count == 8 && rows - done >= 8)
            {
                ref float z8 = ref Unsafe.Add(ref z, done * zStride), t8 = ref Unsafe.Add(ref targets, done * (nuint)targetSize);
                ref float dz8 = ref Unsafe.Add(ref dz, done * dzStride);
                done += VectorMath.CrossEntropyBlocks(ref z8, outputs, zStride, ref t8, targetSize, scale, ref dz8, dzStride, rows - done, out float sum8);
                sum += sum8;
            }
        }

        for (; done < rows; done++)
        {
            ref float z1 = ref Unsafe.Add(ref z, done * zStride), t1 = ref Unsafe.Add(ref targets, done * (nuint)targetSize);
            ref float dz1 = ref Unsafe.Add(ref dz, done * dzStride);
            sum += Processor.HasVectorsOf512Bits
                ? VectorMath512.CrossEntropyRow(ref z1, outputs, ref t1, targetSize, scale, ref dz1)
                : VectorMath.CrossEntropyRow(ref z1, outputs, ref t1, targetSize, scale, ref dz1);
        }

        return sum;
    }

    /// <summary>dz *= scale for each row, and zeros up to the next multiple of 16 outputs.</summary>
    /// <param name="dz">The gradient, [rows × stride].</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="stride">The floats from one row to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="scale">The factor.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FinishGradient(ref float dz, int outputs, nuint stride, nuint rows, float scale)
    {
        Vector<float> factor = Vector.Create(scale);
        nuint padded = (nuint)((outputs + 15) & -16), lanes = (nuint)Vector<float>.Count;
        for (nuint m = 0; m < rows; m++)
        {
            ref float row = ref Unsafe.Add(ref dz, m * stride);
            for (nuint j = 0; j < padded; j += lanes)
            {
                Vector<float> inside = Vector.LessThan<float>(Vector<float>.Indices, Vector.Create((float)(outputs - (int)j)));
                (inside & (factor * Vector.LoadUnsafe(ref row, j))).StoreUnsafe(ref row, j);
            }
        }
    }
}
