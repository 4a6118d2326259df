using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen;

/// <summary>The checks of the values of targets.</summary>
internal static class TargetCheck
{
    /// <summary>Requires values that are neither NaN nor infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Finite(ReadOnlySpan<float> target) => InRange(target, float.MinValue, float.MaxValue);

    /// <summary>Requires finite values from <paramref name="min"/> to <paramref name="max"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void InRange(ReadOnlySpan<float> target, float min, float max)
    {
        ref float values = ref MemoryMarshal.GetReference(target);
        int count = Vector<float>.Count, last = target.Length - count;
        if (last < 0)
        {
            foreach (float value in target)
                if (!(value >= min && value <= max)) ThrowOutOfRange(target, min, max);
            return;
        }

        Vector<float> least = Vector.Create(min), greatest = Vector.Create(max), v = Vector.LoadUnsafe(ref values, (nuint)last);
        Vector<int> good = Vector.GreaterThanOrEqual(v, least) & Vector.LessThanOrEqual(v, greatest);
        for (int i = 0; i < last; i += count)
        {
            v = Vector.LoadUnsafe(ref values, (nuint)i);
            good &= Vector.GreaterThanOrEqual(v, least) & Vector.LessThanOrEqual(v, greatest);
        }

        if (!Vector.EqualsAll(good, Vector<int>.AllBitsSet)) ThrowOutOfRange(target, min, max);
    }

    /// <summary>Requires values of −1 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Signs(ReadOnlySpan<float> target)
    {
        foreach (float value in target)
            if (MathF.Abs(value) != 1f) ThrowSign(value);
    }

    /// <summary>Requires the target of a margin: values of −1 and 1, or a class index.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Margin(ReadOnlySpan<float> target, int outputSize)
    {
        if (IsClassIndex(outputSize, target.Length))
            ClassIndex(target[0], outputSize);
        else
            Signs(target);
    }

    /// <summary>Requires an integer from 0 to <paramref name="outputSize"/> − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ClassIndex(float value, int outputSize)
    {
        if (!((uint)(int)value < (uint)outputSize && (int)value == value)) ThrowClassIndex(value, outputSize);
    }

    /// <summary>Whether a target is a class index: one value for several outputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsClassIndex(int outputSize, int targetSize) => targetSize == 1 && outputSize > 1;

    [DoesNotReturn]
    private static void ThrowOutOfRange(ReadOnlySpan<float> target, float min, float max)
    {
        int i = 0;
        while (target[i] >= min && target[i] <= max) i++;
        string expected = (min, max) switch
        {
            (float.MinValue, _) => "a finite value",
            (_, float.MaxValue) => $"a finite value of at least {min}",
            _ => $"a value from {min} to {max}",
        };
        throw new ArgumentOutOfRangeException(nameof(target), target[i], $"Expected {expected} for output {i}.");
    }

    [DoesNotReturn]
    private static void ThrowSign(float target) => throw new ArgumentOutOfRangeException(nameof(target), target, "Expected −1 or 1.");

    [DoesNotReturn]
    private static void ThrowClassIndex(float target, int outputSize) =>
        throw new ArgumentOutOfRangeException(nameof(target), target, $"Expected the index of a class, an integer from 0 to {outputSize - 1}.");
}
