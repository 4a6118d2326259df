using System;
using System.Buffers;

namespace NetGen;

/// <summary>Memory for the values of one row while its loss is computed: the caller's stack, or for long rows an array of the pool.</summary>
internal readonly ref struct TargetBuffer : IDisposable
{
    /// <summary>The floats to have on the stack.</summary>
    public const int StackLength = 256;

    private readonly float[]? _rented;

    /// <summary>Takes so many floats; what is in them means nothing.</summary>
    public TargetBuffer(int length, Span<float> stack)
    {
        if (length > stack.Length) _rented = ArrayPool<float>.Shared.Rent(length);
        Span = (_rented ?? stack)[..length];
    }

    /// <summary>The floats.</summary>
    public Span<float> Span { get; }

    /// <summary>Gives back what was taken from the pool.</summary>
    public void Dispose()
    {
        if (_rented is not null) ArrayPool<float>.Shared.Return(_rented);
    }
}
