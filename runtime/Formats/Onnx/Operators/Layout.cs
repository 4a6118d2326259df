using System;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Where the values of a tensor go when it is broadcast, transposed or sliced.</summary>
internal static class Layout
{
    /// <summary>How far apart neighbours in each dimension are.</summary>
    public static int[] Strides(int[] dims)
    {
        int[] strides = new int[dims.Length];
        int stride = 1;
        for (int i = dims.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(1, dims[i]);
        }

        return strides;
    }

    /// <summary>The product of the sizes in a range of dimensions.</summary>
    public static int Product(int[] dims, int from, int to)
    {
        int product = 1;
        for (int i = from; i < to; i++) product *= dims[i];
        return product;
    }

    /// <summary>The shape that two shapes broadcast to.</summary>
    /// <exception cref="NodeException">They do not fit.</exception>
    public static int[] Broadcast(int[] a, int[] b)
    {
        int[] dims = new int[Math.Max(a.Length, b.Length)];
        for (int i = 1; i <= dims.Length; i++)
        {
            int sizeA = i <= a.Length ? a[^i] : 1, sizeB = i <= b.Length ? b[^i] : 1;
            if (sizeA != sizeB && sizeA != 1 && sizeB != 1)
                throw new NodeException($"takes tensors of shapes {OnnxTensor.Describe(a)} and {OnnxTensor.Describe(b)}, which do not fit.");
            dims[^i] = sizeA == 1 ? sizeB : sizeA;
        }

        return dims;
    }

    /// <summary>A tensor repeated to a shape that it broadcasts to.</summary>
    public static OnnxTensor Broadcast(OnnxTensor tensor, int[] dims, Budget budget)
    {
        if (tensor.Dims.SequenceEqual(dims)) return tensor;
        if (tensor.Dims.Length > dims.Length)
            throw new NodeException($"has a tensor of shape {OnnxTensor.Describe(tensor.Dims)}, which does not fit {OnnxTensor.Describe(dims)}.");
        int[] strides = Strides(tensor.Dims), spread = new int[dims.Length];
        for (int i = 1; i <= tensor.Dims.Length; i++)
        {
            if (tensor.Dims[^i] != 1 && tensor.Dims[^i] != dims[^i])
                throw new NodeException($"has a tensor of shape {OnnxTensor.Describe(tensor.Dims)}, which does not fit {OnnxTensor.Describe(dims)}.");
            spread[^i] = tensor.Dims[^i] == 1 ? 0 : strides[^i];
        }

        return View(tensor, dims, spread, 0, budget);
    }

    /// <summary>The values of a tensor at offset + Σ index·stride, for each index into a shape.</summary>
    public static OnnxTensor View(OnnxTensor tensor, int[] dims, int[] strides, int offset, Budget budget)
    {
        int[] indices = new int[budget.Take(dims)];
        int[] counters = new int[dims.Length];
        int position = offset;
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = position;
            for (int axis = dims.Length - 1; axis >= 0; axis--)
            {
                position += strides[axis];
                if (++counters[axis] < dims[axis]) break;
                position -= strides[axis] * dims[axis];
                counters[axis] = 0;
            }
        }

        return tensor.Take(dims, indices);
    }

    /// <summary>The shape with one dimension of another size.</summary>
    public static int[] With(int[] dims, int axis, int size)
    {
        int[] changed = [.. dims];
        changed[axis] = size;
        return changed;
    }
}
