using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;

namespace NetGen;

/// <summary>
/// The state of a training as named tensors. Its parts put theirs in to be saved, and take them out again to go on: what is missing or of another type or
/// length is refused, and what nobody has taken in the end. Names with a slash are those of no network.
/// </summary>
internal sealed class StateTensors
{
    private readonly OrderedDictionary<string, TensorData> _tensors = new(StringComparer.Ordinal);

    /// <summary>Makes a state without tensors.</summary>
    public StateTensors()
    {
    }

    /// <summary>Makes a state of tensors that were read.</summary>
    public StateTensors(IEnumerable<TensorData> tensors)
    {
        foreach (TensorData tensor in tensors) _tensors.Add(tensor.Name, tensor);
    }

    /// <summary>The tensors, in the order in which they were put in.</summary>
    public IEnumerable<TensorData> Tensors => _tensors.Values;

    /// <summary>Puts in a single value.</summary>
    public void Add<T>(string name, T value)
        where T : unmanaged => Add(name, [value], shape: []);

    /// <summary>Puts in some values.</summary>
    public void Add<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged => Add(name, values, [values.Length]);

    /// <summary>Puts in a tensor.</summary>
    public void Add<T>(string name, ReadOnlySpan<T> values, ImmutableArray<long> shape)
        where T : unmanaged => _tensors.Add(name, TensorData.Of(name, values, shape));

    /// <summary>Puts in a parameter buffer, as the tensors of the network in their canonical shapes, each with a prefix to its name.</summary>
    public void AddParameters(string prefix, NetworkInfo network, ReadOnlySpan<float> parameters)
    {
        foreach (TensorInfo tensor in network.Tensors)
        {
            float[] values = new float[tensor.Count];
            TensorPacking.Unpack(tensor, parameters.Slice(tensor.Offset, tensor.Length), values);
            Add<float>(prefix + tensor.Name, values, [.. tensor.Shape]);
        }
    }

    /// <summary>Takes out a single value.</summary>
    /// <exception cref="InvalidDataException">There is no such value.</exception>
    public T Take<T>(string name)
        where T : unmanaged => Take<T>(name, shape: [])[0];

    /// <summary>Takes out so many values.</summary>
    /// <exception cref="InvalidDataException">There is no such tensor.</exception>
    public T[] Take<T>(string name, long length)
        where T : unmanaged => Take<T>(name, shape: [length]);

    /// <summary>Takes out a whole number within some limits.</summary>
    /// <exception cref="InvalidDataException">There is no such number.</exception>
    public long TakeNumber(string name, long least, long greatest)
    {
        long value = Take<long>(name);
        if (value >= least && value <= greatest) return value;
        throw new InvalidDataException($"Tensor '{name}' is {value}; expected a number from {least} to {greatest}.");
    }

    /// <summary>Takes out a parameter buffer, its padding as zeros.</summary>
    /// <exception cref="InvalidDataException">A tensor of the network is missing or of another shape.</exception>
    public float[] TakeParameters(string prefix, NetworkInfo network)
    {
        float[] parameters = new float[network.ParameterBufferLength];
        foreach (TensorInfo tensor in network.Tensors)
            TensorPacking.Pack(tensor, Take<float>(prefix + tensor.Name, [.. tensor.Shape]), parameters.AsSpan(tensor.Offset, tensor.Length));
        return parameters;
    }

    /// <summary>Takes out a table of so many columns, whatever the number of its rows.</summary>
    /// <exception cref="InvalidDataException">There is no such table.</exception>
    public double[] TakeTable(string name, int columns)
    {
        TensorData tensor = Take(name);
        if (tensor.Shape.Length != 2 || tensor.Shape[1] != columns) throw Unexpected(tensor, $"[rows, {columns}]");
        return tensor.Values<double>();
    }

    /// <summary>Requires that everything has been taken out.</summary>
    /// <exception cref="InvalidDataException">Something is left.</exception>
    public void RequireEmpty()
    {
        foreach (string name in _tensors.Keys)
            throw new InvalidDataException($"Tensor {SafetensorsHeader.Quote(name)} has no place in this training.");
    }

    private T[] Take<T>(string name, ImmutableArray<long> shape)
        where T : unmanaged
    {
        TensorData tensor = Take(name);
        return tensor.Shape.AsSpan().SequenceEqual(shape.AsSpan()) ? tensor.Values<T>() : throw Unexpected(tensor, $"[{string.Join(", ", shape)}]");
    }

    private TensorData Take(string name) =>
        _tensors.Remove(name, out TensorData? tensor) ? tensor : throw new InvalidDataException($"Tensor '{name}' is missing.");

    private static InvalidDataException Unexpected(TensorData tensor, string shape) =>
        new($"Tensor '{tensor.Name}' is of the shape [{string.Join(", ", tensor.Shape)}]; expected {shape}.");
}
