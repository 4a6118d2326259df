using System;
using System.Runtime.CompilerServices;
using Xunit;

namespace NetGen.Tests;

public sealed class AlignedBufferTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(4096)]
    public unsafe void StartsOnACacheLineAndIsZero(int length)
    {
        var buffer = new AlignedBuffer(length);
        Assert.Equal(0u, (nuint)Unsafe.AsPointer(ref buffer.Reference) % 64);
        Assert.Equal(length, buffer.Span.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0f));
    }

    [Fact]
    public void RefusesANegativeLength() => Assert.Throws<ArgumentOutOfRangeException>("length", () => new AlignedBuffer(-1));
}
