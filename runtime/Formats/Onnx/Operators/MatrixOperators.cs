using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen.Formats.Onnx;

/// <summary>Products of matrices.</summary>
internal static class MatrixOperators
{
    /// <summary>α·A'·B' + β·C, with A' and B' transposed where the attributes say so, and C, if there is one, broadcast to the product.</summary>
    public static OnnxTensor Gemm(OperatorCall call)
    {
        OnnxTensor a = Matrix(call[0]), b = Matrix(call[1]);
        if (call.Node.Integer("transA", 0) != 0) a = Layout.View(a, [a.Dims[1], a.Dims[0]], [1, a.Dims[1]], 0, call.Budget);

        // Weights mostly come like this, and are far too many to be moved for every sample.
        bool isTransposed = call.Node.Integer("transB", 0) != 0;
        int[] right = isTransposed ? [b.Dims[1], b.Dims[0]] : b.Dims;
        if (a.Dims[1] != right[0])
            throw new NodeException($"multiplies matrices of shapes {OnnxTensor.Describe(a.Dims)} and {OnnxTensor.Describe(right)}, which do not fit.");
        if (a.IsReal != b.IsReal) throw new NodeException($"takes values of types {a.ElementType} and {b.ElementType}.", "the same type.");
        double alpha = call.Node.Real("alpha", 1), beta = call.Node.Real("beta", 1);
        OnnxTensor product = Product(call, a, b, isTransposed);
        OnnxTensor? c = call.Optional(2) is { } given ? Layout.Broadcast(given, product.Dims, call.Budget) : null;
        if (product.IsReal)
        {
            for (int i = 0; i < product.Count; i++) product.Reals[i] = alpha * product.Reals[i] + (c is null ? 0 : beta * c.Reals[i]);
            return product;
        }

        for (int i = 0; i < product.Count; i++) product.Integers[i] = (long)(alpha * product.Integers[i] + (c is null ? 0 : beta * c.Integers[i]));
        return product;
    }

    /// <summary>numpy.matmul: a vector on the left is a row, on the right a column, and what comes before the last two dimensions broadcasts.</summary>
    public static OnnxTensor MatMul(OperatorCall call)
    {
        OnnxTensor a = call[0], b = call[1];
        if (a.Dims.Length == 0 || b.Dims.Length == 0) throw new NodeException("multiplies a scalar.", "tensors of at least 1 dimension.");
        if (a.ElementType != b.ElementType) throw new NodeException($"takes values of types {a.ElementType} and {b.ElementType}.", "the same type.");
        int[] left = a.Dims.Length == 1 ? [1, a.Dims[0]] : a.Dims, right = b.Dims.Length == 1 ? [b.Dims[0], 1] : b.Dims;
        int rows = left[^2], inner = left[^1], columns = right[^1];
        if (inner != right[^2])
            throw new NodeException($"multiplies tensors of shapes {OnnxTensor.Describe(a.Dims)} and {OnnxTensor.Describe(b.Dims)}, which do not fit.");

        int[] batch = Layout.Broadcast(left[..^2], right[..^2]);
        OnnxTensor wholeLeft = Layout.Broadcast(a.WithShape(left), [.. batch, rows, inner], call.Budget);
        OnnxTensor wholeRight = Layout.Broadcast(b.WithShape(right), [.. batch, inner, columns], call.Budget);
        OnnxTensor product = Product(call, wholeLeft, wholeRight);
        int[] dims = [.. batch, .. a.Dims.Length == 1 ? [] : new[] { rows }, .. b.Dims.Length == 1 ? [] : new[] { columns }];
        return product.WithShape(dims);
    }

    private static OnnxTensor Matrix(OnnxTensor tensor) =>
        tensor.Dims.Length == 2 ? tensor : throw new NodeException($"multiplies a tensor of shape {OnnxTensor.Describe(tensor.Dims)}.", "matrices.");

    private static OnnxTensor Product(OperatorCall call, OnnxTensor a, OnnxTensor b, bool isTransposed = false)
    {
        int rows = a.Dims[^2], inner = a.Dims[^1], columns = b.Dims[isTransposed ? ^2 : ^1];
        int[] dims = [.. a.Dims.SkipLast(2), rows, columns];
        int count = call.Allocate(dims);
        call.Budget.Compute((long)count * inner);
        if (a.IsReal) return new OnnxTensor(a.ElementType, dims, Product(a.Reals, b.Reals, isTransposed, new double[count], rows, inner, columns));
        long[] product = Product(a.Integers, b.Integers, isTransposed, new long[count], rows, inner, columns);
        return new OnnxTensor(a.ElementType, dims, [.. product.Select(value => IntegerRange.Wrap(a.ElementType, value))]);
    }

    // Most of the time of an evaluation is spent here, and too little of it to wait for the compiler to notice.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T[] Product<T>(T[] a, T[] b, bool isTransposed, T[] product, int rows, int inner, int columns)
        where T : INumber<T>
    {
        for (int start = 0, row = 0; start < product.Length; start += columns, row++)
        {
            Span<T> sums = product.AsSpan(start, columns);
            if (isTransposed)
            {
                for (int column = 0; column < sums.Length; column++) sums[column] = Dot(a.AsSpan(row * inner, inner), b.AsSpan(column * inner, inner));
                continue;
            }

            for (int k = 0; k < inner; k++)
            {
                T factor = a[row * inner + k];
                ReadOnlySpan<T> values = b.AsSpan((row / rows * inner + k) * columns, columns);
                for (int column = 0; column < sums.Length; column++) sums[column] += factor * values[column];
            }
        }

        return product;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : INumber<T>
    {
        T sum = T.Zero;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
