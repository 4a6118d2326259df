using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using NetGen.Benchmarks.Measuring;
using NetGen.Kernels;

namespace NetGen.Benchmarks.Limits;

/// <summary>The functions of activations over 1024 values in the first cache.</summary>
internal static class ActivationLimits
{
    private const int Count = 1024;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.5);

    private interface IFunction
    {
        static abstract Vector<float> Apply(Vector<float> z);
    }

    public static void Print()
    {
        var table = new MarkdownTable(1, "function", "ns an element", "target", "");
        Add(table, "exp", Body<Exp>(), 0.35);
        Add(table, "sigmoid", Body<Sigmoid>(), 0.5);
        Add(table, "tanh", Body<Tanh>(), 0.9);
        Add(table, "ReLU", Body<ReLU>(), null);
        Add(table, "softmax", SoftmaxBody(), null);
        Console.WriteLine("Activations, of `VectorMath`, over 1024 values.");
        Console.WriteLine();
        Console.WriteLine(table);
    }

    private static void Add(MarkdownTable table, string name, Action<int> body, double? target)
    {
        double nanoseconds = Race.RunAlone(Budget, body).Least / Count;
        table.Add(
            name, Format.Digits(nanoseconds), target is { } most ? $"≤ {Format.Digits(most)}" : "", target is null ? "" : nanoseconds <= target ? "reached" : "missed");
    }

    private static Action<int> Body<TFunction>()
        where TFunction : struct, IFunction
    {
        var z = new AlignedBuffer(Count);
        var y = new AlignedBuffer(Count);
        for (int i = 0; i < Count; i++) z.Span[i] = 8f * i / Count - 4f;
        return calls =>
        {
            for (int call = 0; call < calls; call++) Apply<TFunction>(ref z.Reference, ref y.Reference);
        };
    }

    private static Action<int> SoftmaxBody()
    {
        var row = new AlignedBuffer(Count);
        return calls =>
        {
            for (int call = 0; call < calls; call++) RowMath.Softmax(ref row.Reference, Count, Count, 1);
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TFunction>(ref float z, ref float y)
        where TFunction : struct, IFunction
    {
        nuint lanes = (nuint)Vector<float>.Count;
        for (nuint i = 0; i < Count; i += 2 * lanes)
        {
            TFunction.Apply(Vector.LoadUnsafe(ref z, i)).StoreUnsafe(ref y, i);
            TFunction.Apply(Vector.LoadUnsafe(ref z, i + lanes)).StoreUnsafe(ref y, i + lanes);
        }
    }

    private readonly struct Exp : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> z) => VectorMath.Exp(z);
    }

    private readonly struct Sigmoid : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> z) => VectorMath.Sigmoid(z);
    }

    private readonly struct Tanh : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> z) => VectorMath.Tanh(z);
    }

    private readonly struct ReLU : IFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector<float> Apply(Vector<float> z) => VectorMath.ReLU(z);
    }
}
