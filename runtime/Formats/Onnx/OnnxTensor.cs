using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using NetGen.Formats.Onnx;

namespace NetGen.Formats;

/// <summary>
/// A tensor of an ONNX graph. Whatever its element type, floating-point values are held in double precision and integers (and truth values) exactly, in 64 bits.
/// </summary>
public sealed class OnnxTensor
{
    private readonly double[]? _reals;
    private readonly long[]? _integers;

    internal OnnxTensor(OnnxElementType type, int[] dims, double[] reals)
    {
        ElementType = type;
        Dims = dims;
        _reals = reals;
    }

    internal OnnxTensor(OnnxElementType type, int[] dims, long[] integers)
    {
        ElementType = type;
        Dims = dims;
        _integers = integers;
    }

    /// <summary>The type of the elements.</summary>
    public OnnxElementType ElementType { get; }

    /// <summary>The sizes of the dimensions; none for a scalar.</summary>
    public ImmutableArray<int> Shape => [.. Dims];

    /// <summary>The number of values: the product of the sizes, 1 for a scalar.</summary>
    public int Count => _reals?.Length ?? _integers!.Length;

    /// <summary>Whether the values are floating-point numbers.</summary>
    public bool IsReal => _reals is not null;

    internal int[] Dims { get; }

    internal double[] Reals => _reals ?? throw new NodeException($"takes floating-point values, not {ElementType}.");

    internal long[] Integers => _integers ?? throw new NodeException($"takes integers, not {ElementType}.");

    /// <summary>A value, in row-major order.</summary>
    /// <param name="index">Its index, in [0, <see cref="Count"/>).</param>
    public double this[int index] => _reals is not null ? _reals[index] : ElementType == OnnxElementType.UInt64 ? (ulong)_integers![index] : _integers![index];

    /// <summary>A tensor of type <see cref="OnnxElementType.Float"/>.</summary>
    /// <param name="values">The values, row-major.</param>
    /// <param name="shape">The sizes of the dimensions, whose product is the number of values.</param>
    /// <exception cref="ArgumentException">The product of the sizes is not the number of values.</exception>
    public static OnnxTensor Of(ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int size in shape) count *= size;
        if (count != values.Length) throw new ArgumentException($"The shape has {count} values; {values.Length} were given.", nameof(shape));
        double[] reals = new double[values.Length];
        for (int i = 0; i < reals.Length; i++) reals[i] = values[i];
        return new OnnxTensor(OnnxElementType.Float, shape.ToArray(), reals);
    }

    /// <summary>Reads a tensor out of a file that holds one TensorProto, as the data sets of the standard's tests do.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <exception cref="ImportException">The file is not valid.</exception>
    public static OnnxTensor Read(Stream stream, string name)
    {
        TensorProto proto = ProtobufReading.Parse(TensorProto.Parser, ProtobufReading.ReadAll(stream, name), name);
        try
        {
            return TensorReading.Read(proto, external: null);
        }
        catch (NodeException exception)
        {
            throw new ImportException([new ImportProblem(name, exception.What, exception.Instead)]);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ElementType} {Describe(Dims)}";

    /// <summary>A shape as messages show it.</summary>
    internal static string Describe(int[] dims) => $"[{string.Join(", ", dims)}]";

    /// <summary>The same values in another shape.</summary>
    internal OnnxTensor WithShape(int[] dims) => _reals is not null ? new OnnxTensor(ElementType, dims, _reals) : new OnnxTensor(ElementType, dims, _integers!);

    /// <summary>The values at the given places, as a tensor of another shape.</summary>
    internal OnnxTensor Take(int[] dims, int[] indices)
    {
        if (_reals is not null)
        {
            double[] reals = new double[indices.Length];
            for (int i = 0; i < reals.Length; i++) reals[i] = _reals[indices[i]];
            return new OnnxTensor(ElementType, dims, reals);
        }

        long[] integers = new long[indices.Length];
        for (int i = 0; i < integers.Length; i++) integers[i] = _integers![indices[i]];
        return new OnnxTensor(ElementType, dims, integers);
    }

    /// <summary>Whether all values are the same.</summary>
    internal bool IsUniform => _reals is not null ? _reals.All(value => value.Equals(_reals[0])) : _integers!.All(value => value == _integers![0]);
}
