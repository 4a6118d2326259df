using System;
using System.Collections.Generic;
using System.Globalization;

namespace NetGen;

/// <summary>
/// A short name for what a network computes, apart from its weights: FNV-1a (Fowler, Noll and Vo; 64 bits) of its input, of its layers without those that only training knows, and of its tensors.
/// </summary>
/// <remarks>The runtime and the generator compile this file, each for itself: the one to compare files with networks when they are loaded, the other when they are compiled.</remarks>
internal struct Fingerprint
{
    private const ulong OffsetBasis = 14695981039346656037, Prime = 1099511628211;

    private ulong _hash;

    /// <summary>Begins with the shape of the input.</summary>
    public Fingerprint(IEnumerable<int> inputShape)
    {
        _hash = OffsetBasis;
        Add("input", inputShape);
    }

    /// <summary>Adds a layer that takes part in inference.</summary>
    public void AddLayer(string kind, string name, IEnumerable<int> outputShape, string activation, float alpha)
    {
        Add(kind);
        Add(name, outputShape);
        Add(activation);
        Add(BitConverter.ToInt32(BitConverter.GetBytes(alpha), 0).ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Adds a tensor.</summary>
    public void AddTensor(string name, IEnumerable<int> shape) => Add(name, shape);

    /// <summary>Sixteen hexadecimal digits.</summary>
    public override readonly string ToString() => _hash.ToString("x16", CultureInfo.InvariantCulture);

    private void Add(string name, IEnumerable<int> shape)
    {
        Add(name);
        foreach (int size in shape) Add(size.ToString(CultureInfo.InvariantCulture));
        Add("");
    }

    // Each text ends with a character that none of them has.
    private void Add(string text)
    {
        foreach (char character in text) Add(character);
        Add('\0');
    }

    private void Add(char character)
    {
        unchecked
        {
            _hash = (_hash ^ (byte)character) * Prime;
            _hash = (_hash ^ (byte)(character >> 8)) * Prime;
        }
    }
}
