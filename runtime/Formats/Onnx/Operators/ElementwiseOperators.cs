using System;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Arithmetic, comparison and logic, with the broadcasting of the standard (docs/Broadcasting.md).</summary>
internal static class ElementwiseOperators
{
    /// <summary>A function of one floating-point value.</summary>
    public static Func<OperatorCall, OnnxTensor> Real(Func<double, double> function) => call => Map(call, call[0], function);

    /// <summary>A function of one value of any numeric type.</summary>
    public static Func<OperatorCall, OnnxTensor> Number(Func<double, double> real, Func<long, long> integer) => call =>
        call[0].IsReal ? Map(call, call[0], real) : MapIntegers(call, call[0], value => IntegerRange.Wrap(call[0].ElementType, integer(value)));

    /// <summary>A function of two values of the same numeric type.</summary>
    public static Func<OperatorCall, OnnxTensor> Numbers(Func<double, double, double> real, Func<OnnxElementType, long, long, long> integer) => call =>
        Combine(call, call[0], call[1], real, integer);

    /// <summary>A function of any number of values, from the left.</summary>
    public static Func<OperatorCall, OnnxTensor> Many(Func<double, double, double> real, Func<OnnxElementType, long, long, long> integer) => call =>
        call.Inputs.Skip(1).Aggregate(call[0], (left, right) => Combine(call, left, right, real, integer));

    /// <summary>A relation of two values of the same type.</summary>
    public static Func<OperatorCall, OnnxTensor> Relation(Func<double, double, bool> real, Func<int, bool> integer) => call =>
    {
        (OnnxTensor a, OnnxTensor b) = Fit(call, call[0], call[1]);
        OnnxElementType type = a.ElementType;
        long[] result = new long[call.Allocate(a.Dims)];
        for (int i = 0; i < result.Length; i++)
            result[i] = (a.IsReal ? real(a.Reals[i], b.Reals[i]) : integer(IntegerRange.Compare(type, a.Integers[i], b.Integers[i]))) ? 1 : 0;
        return new OnnxTensor(OnnxElementType.Bool, a.Dims, result);
    };

    /// <summary>A function of two truth values.</summary>
    public static Func<OperatorCall, OnnxTensor> Logic(Func<long, long, long> function) => call =>
    {
        if (call[0].ElementType != OnnxElementType.Bool) throw new NodeException($"takes truth values, not {call[0].ElementType}.");
        return Combine(call, call[0], call[1], static (_, _) => double.NaN, (_, a, b) => function(a, b));
    };

    /// <summary>The mean of any number of tensors.</summary>
    public static OnnxTensor Mean(OperatorCall call)
    {
        OnnxTensor sum = Many(static (a, b) => a + b, static (_, a, b) => a + b)(call);
        int count = call.Inputs.Count();
        return Map(call, sum, value => value / count);
    }

    /// <summary>The base's type is the result's; the exponent may be of another type.</summary>
    public static OnnxTensor Pow(OperatorCall call)
    {
        int[] dims = Layout.Broadcast(call[0].Dims, call[1].Dims);
        OnnxTensor x = Layout.Broadcast(call[0], dims, call.Budget), y = Layout.Broadcast(call[1], dims, call.Budget);
        int count = call.Allocate(dims);
        if (x.IsReal) return new OnnxTensor(x.ElementType, dims, [.. Enumerable.Range(0, count).Select(i => Math.Pow(x.Reals[i], y[i]))]);
        return new OnnxTensor(x.ElementType, dims,
            [.. Enumerable.Range(0, count).Select(i => IntegerRange.Wrap(x.ElementType, IntegerRange.Truncate(x.ElementType, Math.Pow(x[i], y[i]))))]);
    }

    /// <summary>Min and max are attributes before version 11, and inputs since.</summary>
    public static OnnxTensor Clip(OperatorCall call)
    {
        OnnxTensor x = call[0];
        if (call.Node.Opset < 11)
        {
            double low = call.Node.Real("min", float.MinValue), high = call.Node.Real("max", float.MaxValue);
            return Map(call, x, value => Math.Min(Math.Max(value, low), high));
        }

        OnnxTensor? min = call.Optional(1), max = call.Optional(2);
        if (min is not null) call.Scalar(min, "min");
        if (max is not null) call.Scalar(max, "max");
        if (x.IsReal)
        {
            double low = min?.Reals[0] ?? double.NegativeInfinity, high = max?.Reals[0] ?? double.PositiveInfinity;
            return Map(call, x, value => Math.Min(Math.Max(value, low), high));
        }

        return MapIntegers(call, x, value =>
        {
            if (min is not null && IntegerRange.Compare(x.ElementType, value, min.Integers[0]) < 0) value = min.Integers[0];
            return max is not null && IntegerRange.Compare(x.ElementType, value, max.Integers[0]) > 0 ? max.Integers[0] : value;
        });
    }

    /// <summary>The second or the third input, as the first says.</summary>
    public static OnnxTensor Where(OperatorCall call)
    {
        if (call[0].ElementType != OnnxElementType.Bool) throw new NodeException($"takes truth values, not {call[0].ElementType}.");
        if (call[1].ElementType != call[2].ElementType)
            throw new NodeException($"takes values of types {call[1].ElementType} and {call[2].ElementType}.", "the same type.");
        int[] dims = Layout.Broadcast(call[0].Dims, Layout.Broadcast(call[1].Dims, call[2].Dims));
        OnnxTensor condition = Layout.Broadcast(call[0], dims, call.Budget), x = Layout.Broadcast(call[1], dims, call.Budget),
            y = Layout.Broadcast(call[2], dims, call.Budget);
        int count = call.Allocate(dims);
        if (x.IsReal) return new OnnxTensor(x.ElementType, dims, [.. Enumerable.Range(0, count).Select(i => condition.Integers[i] != 0 ? x.Reals[i] : y.Reals[i])]);
        return new OnnxTensor(x.ElementType, dims, [.. Enumerable.Range(0, count).Select(i => condition.Integers[i] != 0 ? x.Integers[i] : y.Integers[i])]);
    }

    /// <summary>A function of each value.</summary>
    public static OnnxTensor Map(OperatorCall call, OnnxTensor x, Func<double, double> function)
    {
        double[] values = x.Reals, result = new double[call.Allocate(x.Dims)];
        for (int i = 0; i < result.Length; i++) result[i] = function(values[i]);
        return new OnnxTensor(x.ElementType, x.Dims, result);
    }

    private static OnnxTensor MapIntegers(OperatorCall call, OnnxTensor x, Func<long, long> function)
    {
        long[] values = x.Integers, result = new long[call.Allocate(x.Dims)];
        for (int i = 0; i < result.Length; i++) result[i] = function(values[i]);
        return new OnnxTensor(x.ElementType, x.Dims, result);
    }

    private static OnnxTensor Combine(
        OperatorCall call, OnnxTensor left, OnnxTensor right, Func<double, double, double> real, Func<OnnxElementType, long, long, long> integer)
    {
        (OnnxTensor a, OnnxTensor b) = Fit(call, left, right);
        int count = call.Allocate(a.Dims);
        if (a.IsReal)
        {
            double[] x = a.Reals, y = b.Reals, result = new double[count];
            for (int i = 0; i < count; i++) result[i] = real(x[i], y[i]);
            return new OnnxTensor(a.ElementType, a.Dims, result);
        }

        long[] integers = new long[count];
        for (int i = 0; i < count; i++) integers[i] = IntegerRange.Wrap(a.ElementType, integer(a.ElementType, a.Integers[i], b.Integers[i]));
        return new OnnxTensor(a.ElementType, a.Dims, integers);
    }

    private static (OnnxTensor A, OnnxTensor B) Fit(OperatorCall call, OnnxTensor a, OnnxTensor b)
    {
        if (a.ElementType != b.ElementType) throw new NodeException($"takes values of types {a.ElementType} and {b.ElementType}.", "the same type.");
        int[] dims = Layout.Broadcast(a.Dims, b.Dims);
        return (Layout.Broadcast(a, dims, call.Budget), Layout.Broadcast(b, dims, call.Budget));
    }
}
