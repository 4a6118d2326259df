using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>
/// Floats that start on a 64-byte boundary and never move: for parameters, gradients and optimiser state. Vector loads that cross a cache line
/// cost up to half the speed of a kernel, and an ordinary array is aligned to 8 bytes.
/// </summary>
public sealed unsafe class AlignedBuffer
{
    private const int Alignment = 64;

    // Keeps the memory alive. It is pinned, so that the address of its first aligned float is good for as long.
    private readonly float[]? _array;
    private readonly float* _start;

    /// <summary>Allocates a buffer of zeros.</summary>
    /// <param name="length">The number of floats, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        _array = GC.AllocateArray<float>(length + Alignment / sizeof(float), pinned: true);
        _start = (float*)Unsafe.AsPointer(ref Align(_array));
    }

    /// <summary>Makes a buffer of memory that the caller keeps, on a 64-byte boundary.</summary>
    internal AlignedBuffer(float* memory, int length)
    {
        _start = memory;
        Length = length;
    }

    /// <summary>The number of floats.</summary>
    public int Length { get; }

    /// <summary>The floats.</summary>
    public Span<float> Span => MemoryMarshal.CreateSpan(ref *_start, Length);

    /// <summary>The first float, on a 64-byte boundary; the place where it would be, if there is none.</summary>
    public ref float Reference => ref *_start;

    /// <summary>
    /// The first float of <paramref name="scratch"/> on a 64-byte boundary; of its length, 15 floats at most are lost. The memory must not move: it is meant for <c>stackalloc</c>.
    /// </summary>
    /// <param name="scratch">Memory on the stack.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float Align(Span<float> scratch)
    {
        ref float start = ref MemoryMarshal.GetReference(scratch);
        nuint address = (nuint)Unsafe.AsPointer(ref start);
        return ref Unsafe.AddByteOffset(ref start, (nuint)(-(nint)address & (Alignment - 1)));
    }
}
