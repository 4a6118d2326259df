using System;

namespace NetGen;

/// <summary>The memory of an update rule, and the number of its steps.</summary>
internal sealed class OptimizerState(int length)
{
    private readonly AlignedBuffer _buffer = new(length);

    /// <summary>The memory; it starts as zeros.</summary>
    public Span<float> Span => _buffer.Span;

    /// <summary>The steps taken so far.</summary>
    public long Steps { get; set; }
}
