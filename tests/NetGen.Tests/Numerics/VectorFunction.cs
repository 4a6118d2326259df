using System;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace NetGen.Tests.Numerics;

/// <summary>A function of vectors of the machine's width and the same on Vector512, which machines without such vectors run in software.</summary>
internal sealed record VectorFunction(Func<Vector<float>, Vector<float>> OnVector, Func<Vector512<float>, Vector512<float>> OnVector512)
{
    /// <summary>The values that <see cref="Apply(ReadOnlySpan{float}, Span{float}, Span{float})"/> takes at a time: whole vectors of any width.</summary>
    public const int BlockLength = 16;

    /// <summary>Applies the function at both widths to a block of values.</summary>
    public void Apply(ReadOnlySpan<float> x, Span<float> onVector, Span<float> onVector512)
    {
        for (int i = 0; i < BlockLength; i += Vector<float>.Count) OnVector(new Vector<float>(x[i..])).CopyTo(onVector[i..]);
        OnVector512(Vector512.Create(x)).CopyTo(onVector512);
    }

    /// <summary>The values at one point, at both widths.</summary>
    public float[] Apply(float x) => [OnVector(Vector.Create(x))[0], OnVector512(Vector512.Create(x))[0]];

    /// <summary>g(f(x)), with this f.</summary>
    public VectorFunction Then(VectorFunction g) => new(x => g.OnVector(OnVector(x)), x => g.OnVector512(OnVector512(x)));
}
