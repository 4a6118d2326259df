using System;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Constants, ranges and conversions of type.</summary>
internal static class ConstantOperators
{
    /// <summary>The tensor in one of the attributes. A function that is called often has its constants as often.</summary>
    public static OnnxTensor Constant(OperatorCall call)
    {
        OnnxTensor value = Value(call.Node);
        call.Allocate(value.Dims);
        return value;
    }

    /// <summary>One value, 0 of type Float unless given, in a shape.</summary>
    public static OnnxTensor ConstantOfShape(OperatorCall call)
    {
        OnnxTensor value = call.Node.Tensor("value") is { } given ? TensorReading.Read(given, external: null) : new OnnxTensor(OnnxElementType.Float, [1], [0.0]);
        call.Scalar(value, "value");
        int[] dims = ShapeOperators.Sizes(call[0].Integers);
        return value.Take(dims, new int[call.Allocate(dims)]);
    }

    /// <summary>From start in steps, up to limit.</summary>
    public static OnnxTensor Range(OperatorCall call)
    {
        OnnxTensor start = call[0], limit = call[1], step = call[2];
        double first = call.Scalar(start, "start"), end = call.Scalar(limit, "limit"), delta = call.Scalar(step, "delta");
        if (delta == 0) throw new NodeException("has a delta of 0.");
        double count = Math.Max(0, Math.Ceiling((end - first) / delta));
        if (!(count < int.MaxValue)) throw new NodeException($"gives {count} values.", "fewer.");
        int[] dims = [(int)count];
        int length = call.Allocate(dims);
        if (start.IsReal) return new OnnxTensor(start.ElementType, dims, [.. Enumerable.Range(0, length).Select(i => first + i * delta)]);
        return new OnnxTensor(start.ElementType, dims,
            [.. Enumerable.Range(0, length).Select(i => IntegerRange.Wrap(start.ElementType, start.Integers[0] + i * step.Integers[0]))]);
    }

    /// <summary>To the type that the attribute says.</summary>
    public static OnnxTensor Cast(OperatorCall call) => Cast(call, (OnnxElementType)call.Node.Integer("to", 0));

    /// <summary>To the type of the second input.</summary>
    public static OnnxTensor CastLike(OperatorCall call) => Cast(call, call[1].ElementType);

    /// <summary>Whether a type is a floating-point type.</summary>
    public static bool IsReal(OnnxElementType type) => type is OnnxElementType.Float or OnnxElementType.Double or OnnxElementType.Float16 or OnnxElementType.BFloat16;

    private static OnnxTensor Value(OnnxNode node)
    {
        if (node.Tensor("value") is { } value) return TensorReading.Read(value, external: null);
        if (node.Attributes.ContainsKey("value_float")) return new OnnxTensor(OnnxElementType.Float, [], [(double)node.Real("value_float", 0)]);
        if (node.Attributes.ContainsKey("value_int")) return new OnnxTensor(OnnxElementType.Int64, [], [node.Integer("value_int", 0)]);
        if (node.Reals("value_floats") is { } reals) return new OnnxTensor(OnnxElementType.Float, [reals.Length], [.. reals.Select(real => (double)real)]);
        if (node.Integers("value_ints") is { } integers) return new OnnxTensor(OnnxElementType.Int64, [integers.Length], integers);
        throw new NodeException($"has the attributes [{string.Join(", ", node.Attributes.Keys)}].", "value, value_float, value_floats, value_int, value_ints.");
    }

    private static OnnxTensor Cast(OperatorCall call, OnnxElementType type)
    {
        OnnxTensor x = call[0];
        if (type is OnnxElementType.String or OnnxElementType.Complex64 or OnnxElementType.Complex128 or OnnxElementType.Undefined || !Enum.IsDefined(type))
            throw new NodeException($"converts to the type {TensorReading.Name((int)type)}.", "floating-point numbers, integers and truth values.");
        if (type == x.ElementType) return x;
        int count = call.Allocate(x.Dims);
        if (IsReal(type))
        {
            double[] reals = new double[count];
            for (int i = 0; i < count; i++) reals[i] = Round(type, x[i]);
            return new OnnxTensor(type, x.Dims, reals);
        }

        long[] integers = new long[count];
        for (int i = 0; i < count; i++) integers[i] = IntegerRange.Wrap(type, x.IsReal ? IntegerRange.Truncate(type, x.Reals[i]) : x.Integers[i]);
        return new OnnxTensor(type, x.Dims, integers);
    }

    private static double Round(OnnxElementType type, double value) => type switch
    {
        OnnxElementType.Float => (float)value,
        OnnxElementType.Float16 => (double)(Half)value,
        OnnxElementType.BFloat16 => RoundToBFloat16((float)value),
        _ => value,
    };

    // To the nearest, and to the even one of two that are as near.
    private static double RoundToBFloat16(float value)
    {
        if (float.IsNaN(value)) return double.NaN;
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return TensorReading.BFloat16((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }
}
