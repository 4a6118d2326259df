using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Parts of tensors, and tensors of parts.</summary>
internal static class SelectionOperators
{
    /// <summary>The parts at some places of an axis, in the shape of the places.</summary>
    public static OnnxTensor Gather(OperatorCall call)
    {
        OnnxTensor x = call[0], places = call[1];
        int rank = x.Dims.Length, axis = call.Axis(call.Node.Integer("axis", 0), rank), length = x.Dims[axis], inner = Layout.Product(x.Dims, axis + 1, rank);
        int[] picks = [.. places.Integers.Select(place => call.Axis(place, length, "an index of"))];
        int[] dims = [.. x.Dims[..axis], .. places.Dims, .. x.Dims[(axis + 1)..]];
        int[] indices = new int[call.Allocate(dims)];
        int block = picks.Length * inner;
        for (int i = 0; i < indices.Length; i++) indices[i] = (i / block * length + picks[i % block / inner]) * inner + i % inner;
        return x.Take(dims, indices);
    }

    /// <summary>Tensors one after the other along an axis.</summary>
    public static OnnxTensor Concat(OperatorCall call)
    {
        OnnxTensor[] parts = [.. call.Inputs];
        int rank = call[0].Dims.Length, axis = call.Axis(call.Node.Integer("axis", 1), rank);
        long length = 0;
        foreach (OnnxTensor part in parts)
        {
            bool fits = part.Dims.Length == rank && part.ElementType == call[0].ElementType
                && Layout.With(part.Dims, axis, 0).SequenceEqual(Layout.With(call[0].Dims, axis, 0));
            if (!fits) throw new NodeException($"joins {call[0]} and {part} along axis {axis}.");
            length += part.Dims[axis];
        }

        int[] dims = Layout.With(call[0].Dims, axis, (int)Math.Min(length, int.MaxValue));
        int count = call.Allocate(dims), outer = Layout.Product(dims, 0, axis);
        return call[0].IsReal
            ? new OnnxTensor(call[0].ElementType, dims, Join(parts, static part => part.Reals, new double[count], outer))
            : new OnnxTensor(call[0].ElementType, dims, Join(parts, static part => part.Integers, new long[count], outer));
    }

    /// <summary>From start to end in steps, along each axis. They are inputs since version 10, and were attributes before.</summary>
    public static OnnxTensor Slice(OperatorCall call)
    {
        OnnxTensor x = call[0];
        int rank = x.Dims.Length;
        long[] starts = call.Integers(1, "starts", 10) ?? throw new NodeException("lacks its starts."),
            ends = call.Integers(2, "ends", 10) ?? throw new NodeException("lacks its ends.");
        long[] axes = call.Integers(3, "axes", 10) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        long[] steps = (call.Node.Opset >= 10 ? call.Optional(4)?.Integers : null) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new NodeException($"has {starts.Length} starts, {ends.Length} ends, {axes.Length} axes and {steps.Length} steps.", "as many of each.");

        int[] dims = [.. x.Dims], strides = Layout.Strides(x.Dims);
        int offset = 0;
        var seen = new HashSet<int>();
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = call.Axis(axes[i], rank), size = x.Dims[axis];
            if (!seen.Add(axis)) throw new NodeException($"has the axis {axis} twice.");
            long step = Math.Clamp(steps[i], -int.MaxValue, int.MaxValue);
            if (step == 0) throw new NodeException("has a step of 0.");
            if (size == 0) continue;

            // Going down, the end may be before the first.
            long first = Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, step > 0 ? size : size - 1);
            long end = Math.Clamp(ends[i] < 0 ? Math.Max(ends[i], -int.MaxValue) + size : ends[i], step > 0 ? 0 : -1, size);
            dims[axis] = (int)Math.Max(0, step > 0 ? (end - first + step - 1) / step : (first - end - step - 1) / -step);
            if (dims[axis] == 0) continue;
            offset += (int)first * strides[axis];
            strides[axis] = dims[axis] == 1 ? 0 : strides[axis] * (int)step;
        }

        return Layout.View(x, dims, strides, offset, call.Budget);
    }

    /// <summary>Parts along an axis: as long as given, or equal, of which the last may be shorter since version 18.</summary>
    public static OnnxTensor?[] Split(OperatorCall call)
    {
        OnnxTensor x = call[0];
        int axis = call.Axis(call.Node.Integer("axis", 0), x.Dims.Length), size = x.Dims[axis], parts = call.Node.Outputs.Length;
        int[] lengths;
        if (call.Integers(1, "split", 13) is { } given)
        {
            lengths = ShapeOperators.Sizes(given);
        }
        else
        {
            if (call.Node.Opset >= 18 && call.Node.Integer("num_outputs", parts) != parts)
                throw new NodeException($"has num_outputs {call.Node.Integer("num_outputs", parts)} and {parts} outputs.");
            if (call.Node.Opset < 18 && size % parts != 0) throw new NodeException($"splits a dimension of {size} into {parts} equal parts.");
            int length = (size + parts - 1) / parts;
            lengths = [.. Enumerable.Range(0, parts).Select(i => Math.Clamp(size - i * length, 0, length))];
        }

        if (lengths.Length != parts || lengths.Sum(length => (long)length) != size)
            throw new NodeException($"splits a dimension of {size} into {parts} parts of [{string.Join(", ", lengths)}].");
        int[] strides = Layout.Strides(x.Dims);
        int start = 0;
        var results = new OnnxTensor?[parts];
        for (int i = 0; i < parts; i++)
        {
            results[i] = Layout.View(x, Layout.With(x.Dims, axis, lengths[i]), strides, start * strides[axis], call.Budget);
            start += lengths[i];
        }

        return results;
    }

    private static T[] Join<T>(OnnxTensor[] parts, Func<OnnxTensor, T[]> values, T[] joined, int outer)
    {
        int position = 0;
        for (int i = 0; i < outer; i++)
        {
            foreach (OnnxTensor part in parts)
            {
                int length = part.Count / outer;
                Array.Copy(values(part), i * length, joined, position, length);
                position += length;
            }
        }

        return joined;
    }
}
