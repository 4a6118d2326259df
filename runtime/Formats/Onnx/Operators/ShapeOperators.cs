using System;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Other shapes of the same values, and shapes as values.</summary>
internal static class ShapeOperators
{
    /// <summary>0 copies a size of the input unless <c>allowzero</c>, and one −1 stands for what is left.</summary>
    public static OnnxTensor Reshape(OperatorCall call)
    {
        OnnxTensor x = call[0];
        long[] shape = [.. call[1].Integers];
        bool keepsZero = call.Node.Opset >= 14 && call.Node.Integer("allowzero", 0) != 0;
        if (shape.Length > OnnxLimits.Rank) throw new NodeException($"gives a tensor of {shape.Length} dimensions.", $"at most {OnnxLimits.Rank} dimensions.");
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] != 0 || keepsZero) continue;
            if (i >= x.Dims.Length) throw new NodeException($"copies size {i} of a tensor of shape {OnnxTensor.Describe(x.Dims)}.");
            shape[i] = x.Dims[i];
        }

        int free = Array.IndexOf(shape, -1);
        if (free >= 0)
        {
            double rest = 1;
            for (int i = 0; i < shape.Length; i++) rest *= i == free ? 1 : shape[i];
            if (rest <= 0 || rest > Math.Max(1, x.Count) || x.Count % (long)rest != 0) throw Unfit(x, shape);
            shape[free] = x.Count / (long)rest;
        }

        double count = shape.Aggregate(1.0, (product, size) => product * size);
        if (count != x.Count || shape.Any(size => size is < 0 or > int.MaxValue)) throw Unfit(x, shape);
        return Reshaped(call, x, [.. shape.Select(size => (int)size)]);
    }

    /// <summary>The dimensions before the axis become one, and those from it on another.</summary>
    public static OnnxTensor Flatten(OperatorCall call)
    {
        int rank = call[0].Dims.Length;
        long axis = call.Node.Integer("axis", 1);
        int split = axis == rank ? rank : call.Axis(axis, rank);
        return Reshaped(call, call[0], [Layout.Product(call[0].Dims, 0, split), Layout.Product(call[0].Dims, split, rank)]);
    }

    /// <summary>Without dimensions of size 1: those given, or all.</summary>
    public static OnnxTensor Squeeze(OperatorCall call)
    {
        OnnxTensor x = call[0];
        int[]? axes = call.Integers(1, "axes", 13)?.Select(axis => call.Axis(axis, x.Dims.Length)).ToArray();
        if (axes?.FirstOrDefault(axis => x.Dims[axis] != 1, -1) is int wrong and >= 0)
            throw new NodeException($"squeezes dimension {wrong} of a tensor of shape {OnnxTensor.Describe(x.Dims)}.");
        return Reshaped(call, x, [.. x.Dims.Where((size, i) => axes is null ? size != 1 : !axes.Contains(i))]);
    }

    /// <summary>With new dimensions of size 1, where they are in the result.</summary>
    public static OnnxTensor Unsqueeze(OperatorCall call)
    {
        OnnxTensor x = call[0];
        long[] given = call.Integers(1, "axes", 13) ?? throw new NodeException("lacks its axes.");
        int rank = x.Dims.Length + given.Length;
        if (rank > OnnxLimits.Rank) throw new NodeException($"gives a tensor of {rank} dimensions.", $"at most {OnnxLimits.Rank} dimensions.");
        int[] dims = new int[rank];
        foreach (long axis in given)
        {
            if (dims[call.Axis(axis, rank)]++ > 0) throw new NodeException($"has the axis {axis} twice.");
        }

        for (int i = 0, source = 0; i < rank; i++)
        {
            if (dims[i] == 0) dims[i] = x.Dims[source++];
        }

        return Reshaped(call, x, dims);
    }

    /// <summary>The dimensions in another order, from the last to the first unless given.</summary>
    public static OnnxTensor Transpose(OperatorCall call)
    {
        OnnxTensor x = call[0];
        int rank = x.Dims.Length;
        int[] order = call.Node.Integers("perm") is { } given ? [.. given.Select(axis => call.Axis(axis, rank, "perm"))] : [.. Enumerable.Range(0, rank).Reverse()];
        if (order.Length != rank || order.Distinct().Count() != rank)
            throw new NodeException($"has perm [{string.Join(", ", order)}] for a tensor of {rank} dimensions.");
        int[] strides = Layout.Strides(x.Dims);
        return Layout.View(x, [.. order.Select(axis => x.Dims[axis])], [.. order.Select(axis => strides[axis])], 0, call.Budget);
    }

    /// <summary>Repeated to what its shape and the given one broadcast to.</summary>
    public static OnnxTensor Expand(OperatorCall call) => Layout.Broadcast(call[0], Layout.Broadcast(call[0].Dims, Sizes(call[1].Integers)), call.Budget);

    /// <summary>Repeated along each dimension.</summary>
    public static OnnxTensor Tile(OperatorCall call)
    {
        OnnxTensor x = call[0];
        int[] repeats = Sizes(call[1].Integers);
        if (repeats.Length != x.Dims.Length) throw new NodeException($"has {repeats.Length} repeats for a tensor of {x.Dims.Length} dimensions.");
        int[] dims = new int[repeats.Length];
        for (int i = 0; i < dims.Length; i++)
        {
            long size = (long)x.Dims[i] * repeats[i];
            dims[i] = size <= int.MaxValue ? (int)size : throw new NodeException($"gives a dimension of {size}.");
        }

        // Each dimension as two, the outer of which goes nowhere.
        int[] strides = Layout.Strides(x.Dims);
        call.Allocate(dims);
        int[] pairs = [.. x.Dims.SelectMany((size, i) => new[] { repeats[i], size })], steps = [.. strides.SelectMany(stride => new[] { 0, stride })];
        if (pairs.Length > OnnxLimits.Rank)
            throw new NodeException($"repeats a tensor of {x.Dims.Length} dimensions.", $"at most {OnnxLimits.Rank / 2} dimensions.");
        return Layout.View(x, pairs, steps, 0, call.Budget).WithShape(dims);
    }

    /// <summary>The sizes from <c>start</c> to <c>end</c>, which are there since version 15.</summary>
    public static OnnxTensor Shape(OperatorCall call)
    {
        int[] dims = call[0].Dims;
        int start = Bound(call.Node.Integer("start", 0), dims.Length), end = Bound(call.Node.Integer("end", dims.Length), dims.Length);
        long[] sizes = [.. dims.Take(end).Skip(start).Select(size => (long)size)];
        return new OnnxTensor(OnnxElementType.Int64, [sizes.Length], sizes);
    }

    /// <summary>The number of values.</summary>
    public static OnnxTensor Size(OperatorCall call) => new(OnnxElementType.Int64, [], [call[0].Count]);

    /// <summary>Sizes out of a tensor.</summary>
    /// <exception cref="NodeException">One is negative, or too large.</exception>
    public static int[] Sizes(long[] sizes)
    {
        if (sizes.Length > OnnxLimits.Rank) throw new NodeException($"has a shape of {sizes.Length} dimensions.", $"at most {OnnxLimits.Rank} dimensions.");
        return [.. sizes.Select(size => size is >= 0 and <= int.MaxValue ? (int)size
            : throw new NodeException($"has the size {size}.", "sizes that are not negative, within the limit of values."))];
    }

    private static int Bound(long index, int rank) => (int)Math.Clamp(index < 0 ? index + rank : index, 0, rank);

    private static OnnxTensor Reshaped(OperatorCall call, OnnxTensor x, int[] dims)
    {
        call.Allocate(dims);
        return x.WithShape(dims);
    }

    private static NodeException Unfit(OnnxTensor x, long[] shape) => new($"makes [{string.Join(", ", shape)}] of a tensor of shape {OnnxTensor.Describe(x.Dims)}.");
}
