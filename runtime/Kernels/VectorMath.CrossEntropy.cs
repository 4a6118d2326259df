using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Kernels;

// Softmax and cross-entropy as one: L = −Σ tⱼ·ln softmax(z)ⱼ = Σt·ln Σ e^sⱼ − Σ tⱼsⱼ with s = z − max z, and dz = scale·(softmax(z)·Σt − t).
// A logit of −∞ is a class of probability 0.
public static partial class VectorMath
{
    /// <summary>Whole blocks of short rows; returns how many rows it has done.</summary>
    /// <param name="z">The logits, [rows × zStride].</param>
    /// <param name="length">The outputs of a row, at most <see cref="MostColumns"/>.</param>
    /// <param name="zStride">The floats from one row of logits to the next.</param>
    /// <param name="targets">A class index or as many values as outputs for each row, without gaps.</param>
    /// <param name="targetSize">1 or <paramref name="length"/>.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="dz">Receives the gradient, and zeros up to 16 lanes; [rows × dzStride].</param>
    /// <param name="dzStride">The floats from one row of the gradient to the next.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="loss">Receives Σ L of the rows done.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static nuint CrossEntropyBlocks(
        ref float z, int length, nuint zStride, ref float targets, int targetSize, float scale, ref float dz, nuint dzStride, nuint rows, out float loss)
    {
        Span<float> memory = stackalloc float[2 * BlockLength];
        ref float block = ref AlignedBuffer.Align(memory), targetBlock = ref Unsafe.Add(ref block, BlockLength - 16);
        nuint lanes = (nuint)Vector<float>.Count, end = (nuint)length * lanes, done = 0;
        Vector<float> losses = Vector<float>.Zero;
        for (; done + lanes <= rows; done += lanes)
        {
            LoadTargetBlock(ref Unsafe.Add(ref targets, done * (nuint)targetSize), targetSize, length, ref targetBlock);
            Vector<float> max = LoadBlock(ref Unsafe.Add(ref z, done * zStride), length, new BlockRows(zStride, lanes), ref block);
            Vector<float> expSum = Vector<float>.Zero, targetSum = Vector<float>.Zero, weighted = Vector<float>.Zero;
            for (nuint j = 0; j < end; j += lanes)
            {
                Vector<float> s = Vector.LoadUnsafe(ref block, j) - max, t = Vector.LoadUnsafe(ref targetBlock, j), e = ExpWithoutOverflow(s);
                e.StoreUnsafe(ref block, j);
                expSum += e;
                targetSum += t;
                weighted += WeightedBy(t, s);
            }

            losses += Vector.MultiplyAddEstimate(targetSum, Log(expSum), -weighted);
            Vector<float> expScale = Vector.Create(scale) * targetSum / expSum, targetScale = Vector.Create(-scale);
            for (nuint j = 0; j < end; j += lanes)
            {
                Vector<float> subtracted = targetScale * Vector.LoadUnsafe(ref targetBlock, j);
                Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref block, j), expScale, subtracted).StoreUnsafe(ref block, j);
            }

            ref float row = ref Unsafe.Add(ref dz, done * dzStride);
            for (nuint j = end; j < ((end + 3 * lanes) & ~(4 * lanes - 1)); j += lanes) Vector<float>.Zero.StoreUnsafe(ref block, j);
            StoreBlock(ref block, length, ref row, new BlockRows(dzStride, lanes));
            Columns.Clear((length + 3) & -4, MostColumns, ref row, dzStride, lanes);
        }

        loss = SumLanes(losses);
        return done;
    }

    /// <summary>One row of any length, padded as those of <see cref="RowMath"/>.</summary>
    /// <param name="z">The logits.</param>
    /// <param name="length">The outputs.</param>
    /// <param name="target">A class index, or as many values as outputs.</param>
    /// <param name="targetSize">1 or <paramref name="length"/>.</param>
    /// <param name="scale">What the gradient is multiplied by.</param>
    /// <param name="dz">Receives the gradient, and zeros up to the next multiple of 16 outputs.</param>
    /// <returns>L.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static float CrossEntropyRow(ref float z, int length, ref float target, int targetSize, float scale, ref float dz)
    {
        nuint last = LastVector(length), padded = (nuint)((length + 15) & -16);
        Vector<float> lastZ = Vector.ConditionalSelect(LanesOfLast(length), Vector.LoadUnsafe(ref z, last), Vector.Create(float.NegativeInfinity));
        float loss = CrossEntropy(ref z, last, lastZ, length, ref target, targetSize, scale, ref dz, out Vector<float> lastGradient);
        lastGradient.StoreUnsafe(ref dz, last);
        for (nuint j = last + (nuint)Vector<float>.Count; j < padded; j += (nuint)Vector<float>.Count) Vector<float>.Zero.StoreUnsafe(ref dz, j);
        return loss;
    }

    /// <summary>One row of any length, of which nothing is read or written outside.</summary>
    /// <inheritdoc cref="CrossEntropyRow"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float CrossEntropyTight(ref float z, int length, ref float target, int targetSize, ref float dz)
    {
        nuint last = LastVector(length);
        Vector<float> lastZ = LoadShortRow(ref Unsafe.Add(ref z, last), length - (int)last, float.NegativeInfinity);
        float loss = CrossEntropy(ref z, last, lastZ, length, ref target, targetSize, 1f, ref dz, out Vector<float> lastGradient);
        StoreShortRow(ref Unsafe.Add(ref dz, last), length - (int)last, lastGradient);
        return loss;
    }

    // The last vector of the logits is given, with −∞ beyond the row, and that of the gradient left to the caller.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float CrossEntropy(
        ref float z, nuint last, Vector<float> lastZ, int length, ref float target, int targetSize, float scale, ref float dz, out Vector<float> lastGradient)
    {
        nuint lanes = (nuint)Vector<float>.Count;
        int classIndex = targetSize == length ? -1 : (int)target;
        Vector<float> max = Vector.Create(MaxOf(ref z, last, lastZ));

        // One pass for the exponentials, which wait in the gradient, and for the sums.
        Vector<float> lastS = lastZ - max, lastE = ExpWithoutOverflow(lastS);
        Vector<float> lastTarget = targetSize == length ? LoadShortRow(ref Unsafe.Add(ref target, last), length - (int)last, 0f) : OneHot(classIndex - (int)last);
        Vector<float> expSum = lastE, targetSum = lastTarget, weighted = WeightedBy(lastTarget, lastS);
        for (nuint j = 0; j < last; j += lanes)
        {
            Vector<float> s = Vector.LoadUnsafe(ref z, j) - max, e = ExpWithoutOverflow(s);
            Vector<float> t = targetSize == length ? Vector.LoadUnsafe(ref target, j) : OneHot(classIndex - (int)j);
            e.StoreUnsafe(ref dz, j);
            expSum += e;
            targetSum += t;
            weighted += WeightedBy(t, s);
        }

        var sums = SumLanes(expSum, targetSum, weighted, Vector<float>.Zero);
        Vector<float> expScale = Vector.Create(scale * sums[1] / sums[0]), targetScale = Vector.Create(-scale);
        for (nuint j = 0; j < last; j += lanes)
        {
            Vector<float> t = targetSize == length ? Vector.LoadUnsafe(ref target, j) : OneHot(classIndex - (int)j);
            Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref dz, j), expScale, targetScale * t).StoreUnsafe(ref dz, j);
        }

        lastGradient = Vector.MultiplyAddEstimate(lastE, expScale, targetScale * lastTarget);
        return sums[1] * Log(Vector.Create(sums[0])).ToScalar() - sums[2];
    }

    /// <summary>1 in one lane, if there is such a lane, and 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> OneHot(int lane) =>
        Vector.As<int, float>(Vector.Equals<int>(Vector<int>.Indices, Vector.Create(lane))) & Vector<float>.One;

    /// <summary>t·s, 0 where t is 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector<float> WeightedBy(Vector<float> t, Vector<float> s) => Vector.AndNot(t * s, Vector.Equals<float>(t, Vector<float>.Zero));

    /// <summary>The targets of a block as columns: a class index is 1 in the column of its class, 0 in the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadTargetBlock(ref float targets, int targetSize, int length, ref float block)
    {
        int lanes = Vector<float>.Count;
        if (targetSize == length)
        {
            LoadTightBlock(ref targets, length, ref block);
            return;
        }

        Vector<int> classes = Vector.ConvertToInt32Native(Vector.LoadUnsafe(ref targets));
        for (int j = 0; j < length; j++)
        {
            Vector<float> isClass = Vector.As<int, float>(Vector.Equals<int>(classes, Vector.Create(j)));
            (isClass & Vector<float>.One).StoreUnsafe(ref block, (nuint)(j * lanes));
        }
    }

    /// <summary>The columns of rows without gaps, of which nothing is read beyond the last.</summary>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LoadTightBlock(ref float rows, int length, ref float block)
    {
        int fours = length & -4;
        if (fours > 0) LoadColumns(ref rows, fours, new BlockRows((nuint)length, (nuint)Vector<float>.Count), ref block);
        if (fours == length) return;

        Span<float> memory = stackalloc float[4 * 16];
        ref float rest = ref MemoryMarshal.GetReference(memory);
        Columns.CopyRest(ref rows, length, ref rest, Vector<float>.Count);
        LoadColumns(ref rest, 4, new BlockRows(4, (nuint)Vector<float>.Count), ref Unsafe.Add(ref block, fours * Vector<float>.Count));
    }
}
