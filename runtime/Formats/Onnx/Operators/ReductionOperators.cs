using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>What many values become one by.</summary>
internal static class ReductionOperators
{
    /// <summary>A reduction over the axes, all unless given; they are an input since some version, and were an attribute before.</summary>
    /// <param name="axesSince">The version.</param>
    /// <param name="real">The reduction of floating-point values.</param>
    /// <param name="integer">That of integers; null where they are reduced as floating-point values.</param>
    public static Func<OperatorCall, OnnxTensor> Over(int axesSince, Func<IEnumerable<double>, double> real, Func<IEnumerable<long>, long>? integer = null) => call =>
    {
        OnnxTensor x = call[0];
        long[] given = call.Integers(1, "axes", axesSince) ?? [];
        if (given.Length == 0 && call.Node.Opset >= axesSince && call.Node.Integer("noop_with_empty_axes", 0) != 0) return x;
        bool[] isReduced = new bool[x.Dims.Length];
        if (given.Length == 0) isReduced.AsSpan().Fill(true);
        foreach (long axis in given) isReduced[call.Axis(axis, isReduced.Length)] = true;
        return Reduce(call, x, isReduced, call.Node.Integer("keepdims", 1) != 0, real, integer);
    };

    /// <summary>The place of the first (or last) of the best values along an axis.</summary>
    /// <param name="sign">1 for the largest, −1 for the smallest.</param>
    public static Func<OperatorCall, OnnxTensor> Best(int sign) => call =>
    {
        OnnxTensor x = call[0];
        int rank = x.Dims.Length, axis = call.Axis(call.Node.Integer("axis", 0), rank), length = x.Dims[axis], inner = Layout.Product(x.Dims, axis + 1, rank);
        bool isLast = call.Node.Integer("select_last_index", 0) != 0;
        int[] dims = call.Node.Integer("keepdims", 1) != 0 ? Layout.With(x.Dims, axis, 1) : [.. x.Dims.Where((_, i) => i != axis)];
        long[] places = new long[call.Allocate(dims)];
        if (length == 0 && places.Length > 0) throw new NodeException("looks for the best of no values.");
        for (int i = 0; i < places.Length; i++)
        {
            int start = i / inner * length * inner + i % inner, best = 0;
            for (int k = 1; k < length; k++)
            {
                int first = start + k * inner, second = start + best * inner;
                int order = sign * (x.IsReal ? x.Reals[first].CompareTo(x.Reals[second]) : IntegerRange.Compare(x.ElementType, x.Integers[first], x.Integers[second]));
                if (order > 0 || (order == 0 && isLast)) best = k;
            }

            places[i] = best;
        }

        return new OnnxTensor(OnnxElementType.Int64, dims, places);
    };

    /// <summary>Σ x.</summary>
    public static double Sum(IEnumerable<double> values) => values.Sum();

    /// <summary>√Σ x².</summary>
    public static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    /// <summary>ln Σ eˣ, which is finite wherever every x is.</summary>
    public static double LogSumExp(IEnumerable<double> values)
    {
        double largest = values.DefaultIfEmpty(double.NegativeInfinity).Max();
        return double.IsInfinity(largest) ? largest : largest + Math.Log(values.Sum(value => Math.Exp(value - largest)));
    }

    private static OnnxTensor Reduce(
        OperatorCall call, OnnxTensor x, bool[] isReduced, bool keepsDims, Func<IEnumerable<double>, double> real, Func<IEnumerable<long>, long>? integer)
    {
        // The kept dimensions first: each value of the result then takes neighbours.
        int[] kept = [.. Enumerable.Range(0, isReduced.Length).Where(i => !isReduced[i])],
            reduced = [.. Enumerable.Range(0, isReduced.Length).Where(i => isReduced[i])];
        int[] order = [.. kept, .. reduced], strides = Layout.Strides(x.Dims);
        OnnxTensor sorted = Layout.View(x, [.. order.Select(i => x.Dims[i])], [.. order.Select(i => strides[i])], 0, call.Budget);

        int[] dims = keepsDims ? [.. x.Dims.Select((size, i) => isReduced[i] ? 1 : size)] : [.. kept.Select(i => x.Dims[i])];
        int count = call.Allocate(dims), length = count == 0 ? 0 : x.Count / count;
        if (x.IsReal || integer is null)
        {
            double[] reals = new double[count];
            for (int i = 0; i < count; i++)
            {
                int start = i * length;
                reals[i] = real(Enumerable.Range(start, length).Select(place => sorted[place]));
            }

            return x.IsReal
                ? new OnnxTensor(x.ElementType, dims, reals)
                : new OnnxTensor(x.ElementType, dims, [.. reals.Select(value => IntegerRange.Wrap(x.ElementType, IntegerRange.Truncate(x.ElementType, value)))]);
        }

        long[] integers = new long[count];
        for (int i = 0; i < count; i++) integers[i] = IntegerRange.Wrap(x.ElementType, integer(sorted.Integers.Skip(i * length).Take(length)));
        return new OnnxTensor(x.ElementType, dims, integers);
    }
}
