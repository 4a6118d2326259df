using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Kernels;

// Softmax and its kin, of one row. The row is padded to whole vectors: lanes beyond its length are read and written, and mean nothing. A gradient
// gets zeros there, in its last vector.
public static partial class VectorMath
{
    /// <summary>yₖ = e^zₖ / Σ e^zⱼ, in place; the largest z is subtracted first, so that no exponential overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SoftmaxRow(ref float z, int length)
    {
        nuint lanes = (nuint)Vector<float>.Count, last = LastVector(length);
        Vector<float> lastZ = Vector.ConditionalSelect(LanesOfLast(length), Vector.LoadUnsafe(ref z, last), Vector.Create(float.NegativeInfinity));
        Vector<float> max = Vector.Create(MaxOf(ref z, last, lastZ));

        Vector<float> lastE = ExpWithoutOverflow(lastZ - max), sum = lastE;
        for (nuint j = 0; j < last; j += lanes)
        {
            Vector<float> e = ExpWithoutOverflow(Vector.LoadUnsafe(ref z, j) - max);
            e.StoreUnsafe(ref z, j);
            sum += e;
        }

        Vector<float> scale = Vector.Create(1f / SumLanes(sum));
        for (nuint j = 0; j < last; j += lanes) (Vector.LoadUnsafe(ref z, j) * scale).StoreUnsafe(ref z, j);
        (lastE * scale).StoreUnsafe(ref z, last);
    }

    /// <summary>yₖ = zₖ − ln Σ e^zⱼ, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void LogSoftmaxRow(ref float z, int length)
    {
        nuint lanes = (nuint)Vector<float>.Count, last = LastVector(length);
        Vector<float> lastZ = Vector.ConditionalSelect(LanesOfLast(length), Vector.LoadUnsafe(ref z, last), Vector.Create(float.NegativeInfinity));
        Vector<float> max = Vector.Create(MaxOf(ref z, last, lastZ));

        Vector<float> sum = ExpWithoutOverflow(lastZ - max);
        for (nuint j = 0; j < last; j += lanes) sum += ExpWithoutOverflow(Vector.LoadUnsafe(ref z, j) - max);

        Vector<float> logarithm = Log(Vector.Create(SumLanes(sum)));
        for (nuint j = 0; j < last; j += lanes) (Vector.LoadUnsafe(ref z, j) - max - logarithm).StoreUnsafe(ref z, j);
        (lastZ - max - logarithm).StoreUnsafe(ref z, last);
    }

    /// <summary>The backward pass of softmax, in place: dz = y ⊙ (dy − Σ y·dy).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SoftmaxBackwardRow(ref float y, ref float gradient, int length)
    {
        nuint lanes = (nuint)Vector<float>.Count, last = LastVector(length);
        Vector<float> inside = LanesOfLast(length), lastY = Vector.LoadUnsafe(ref y, last), lastGradient = Vector.LoadUnsafe(ref gradient, last);
        Vector<float> sum = inside & (lastY * lastGradient);
        for (nuint j = 0; j < last; j += lanes) sum = Vector.MultiplyAddEstimate(Vector.LoadUnsafe(ref y, j), Vector.LoadUnsafe(ref gradient, j), sum);

        Vector<float> mean = Vector.Create(SumLanes(sum));
        for (nuint j = 0; j < last; j += lanes)
            (Vector.LoadUnsafe(ref y, j) * (Vector.LoadUnsafe(ref gradient, j) - mean)).StoreUnsafe(ref gradient, j);
        (inside & (lastY * (lastGradient - mean))).StoreUnsafe(ref gradient, last);
    }

    /// <summary>The backward pass of log-softmax, in place: dz = dy − e^y · Σ dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void LogSoftmaxBackwardRow(ref float y, ref float gradient, int length)
    {
        nuint lanes = (nuint)Vector<float>.Count, last = LastVector(length);
        Vector<float> inside = LanesOfLast(length), lastGradient = Vector.LoadUnsafe(ref gradient, last);
        Vector<float> sum = inside & lastGradient;
        for (nuint j = 0; j < last; j += lanes) sum += Vector.LoadUnsafe(ref gradient, j);

        sum = Vector.Create(-SumLanes(sum));
        for (nuint j = 0; j < last; j += lanes)
        {
            Vector<float> e = ExpWithoutOverflow(Vector.LoadUnsafe(ref y, j));
            Vector.MultiplyAddEstimate(e, sum, Vector.LoadUnsafe(ref gradient, j)).StoreUnsafe(ref gradient, j);
        }

        Vector<float> lastE = ExpWithoutOverflow(Vector.LoadUnsafe(ref y, last));
        (inside & Vector.MultiplyAddEstimate(lastE, sum, lastGradient)).StoreUnsafe(ref gradient, last);
    }

    /// <summary>Where the last vector of a row starts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint LastVector(int length) => (nuint)((length - 1) & -Vector<float>.Count);

    /// <summary>The lanes of the last vector that belong to the row, as a mask of all bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> LanesOfLast(int length) =>
        Vector.As<int, float>(Vector.LessThanOrEqual<int>(Vector<int>.Indices, Vector.Create((length - 1) & (Vector<float>.Count - 1))));

    /// <summary>The largest value of a row, given its last vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float MaxOf(ref float row, nuint last, Vector<float> max)
    {
        for (nuint j = 0; j < last; j += (nuint)Vector<float>.Count) max = Vector.MaxNative(max, Vector.LoadUnsafe(ref row, j));
        return MaxLane(max);
    }
}
