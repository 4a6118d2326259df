using System;
using System.Collections.Generic;

namespace NetGen.Tests.Infrastructure;

/// <summary>Where the spans of a test lie.</summary>
public enum BufferKind
{
    /// <summary>In arrays, at every alignment in turn, between marks that must survive.</summary>
    Marked,

    /// <summary>Behind a page that must not be touched.</summary>
    GuardedStart,

    /// <summary>Before a page that must not be touched.</summary>
    GuardedEnd,
}

/// <summary>Gives out the spans of a test so that code that leaves them is noticed.</summary>
internal sealed class Buffers(BufferKind kind) : IDisposable
{
    private const int MarkLength = 32;
    private const uint Mark = 0xFFC0_FFEE; // a NaN: whoever computes with it shows it

    private readonly List<(float[] Array, int Start, int Length)> _marked = [];
    private readonly List<GuardedMemory> _guarded = [];

    /// <summary>A span of zeros.</summary>
    public Span<float> Zeros(int length)
    {
        Span<float> span = Take(length);
        span.Clear();
        return span;
    }

    /// <summary>A span with these values.</summary>
    public Span<float> Copy(ReadOnlySpan<float> values)
    {
        Span<float> span = Take(values.Length);
        values.CopyTo(span);
        return span;
    }

    /// <summary>A span of NaNs, for what is to be overwritten.</summary>
    public Span<float> Garbage(int length)
    {
        Span<float> span = Take(length);
        span.Fill(float.NaN);
        return span;
    }

    public void Dispose()
    {
        foreach (GuardedMemory memory in _guarded) memory.Dispose();
        foreach ((float[] array, int start, int length) in _marked)
        {
            int damaged = FindDamage(array, start, length);
            if (damaged >= 0)
                throw new InvalidOperationException($"A span of {length} floats was left: the float at {damaged - start} has become {array[damaged]:R}.");
        }
    }

    private static int FindDamage(float[] array, int start, int length)
    {
        for (int k = 0; k < array.Length; k++)
        {
            if ((k < start || k >= start + length) && BitConverter.SingleToUInt32Bits(array[k]) != Mark) return k;
        }

        return -1;
    }

    private Span<float> Take(int length)
    {
        if (kind != BufferKind.Marked)
        {
            _guarded.Add(new GuardedMemory(length, kind == BufferKind.GuardedStart ? GuardedEnd.Start : GuardedEnd.End));
            return _guarded[^1].Span;
        }

        int start = MarkLength + _marked.Count % 16;
        var array = new float[start + length + MarkLength];
        Array.Fill(array, BitConverter.UInt32BitsToSingle(Mark));
        _marked.Add((array, start, length));
        return array.AsSpan(start, length);
    }
}
