using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Benchmarks.Measuring;
using NetGen.Kernels;

namespace NetGen.Benchmarks.Limits;

/// <summary>The functions of activations over 1024 values in the first cache.</summary>
internal static class ActivationLimits
{
    private const int Count = 1024;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(0.5);

    public static void Print()
    {
        var table = new MarkdownTable(2, "function", "on", "ns a value", "target", "");
        Add<Exp>(table, "exp", 0.35);
        Add<Sigmoid>(table, "sigmoid", 0.5);
        Add<Tanh>(table, "tanh", 0.9);
        Add<ReLU>(table, "ReLU", null);
        Add(table, "softmax", "what is there", SoftmaxBody(), null);
        Console.WriteLine($"Activations, over {Count} values.");
        Console.WriteLine();
        Console.WriteLine(table);
    }

    private static void Add<TFunction>(MarkdownTable table, string name, double? target)
        where TFunction : struct, IFunction<Vector<float>>, IFunction<Vector512<float>>
    {
        Add(table, name, "`Vector<float>`", Body<Vector<float>, PortableVector, TFunction>(), target);
        if (Processor.HasVectorsOf512Bits) Add(table, name, "`Vector512<float>`", Body<Vector512<float>, WideVector, TFunction>(), target);
    }

    private static void Add(MarkdownTable table, string name, string vector, Action<int> body, double? target)
    {
        double nanoseconds = Race.RunAlone(Budget, body).Least / Count;
        string verdict = target is null ? "" : nanoseconds <= target ? "reached" : "missed";
        table.Add(name, vector, Format.Digits(nanoseconds), target is { } most ? $"≤ {Format.Digits(most)}" : "", verdict);
    }

    private static Action<int> Body<TVector, TOperations, TFunction>()
        where TVector : struct
        where TOperations : struct, IVectorOperations<TVector>
        where TFunction : struct, IFunction<TVector>
    {
        var z = new AlignedBuffer(Count);
        var y = new AlignedBuffer(Count);
        for (int i = 0; i < Count; i++) z.Span[i] = 8f * i / Count - 4f;
        return calls =>
        {
            for (int call = 0; call < calls; call++) Apply<TVector, TOperations, TFunction>(ref z.Reference, ref y.Reference);
        };
    }

    private static Action<int> SoftmaxBody()
    {
        var row = new AlignedBuffer(Count);
        return calls =>
        {
            for (int call = 0; call < calls; call++) RowMath.Softmax(ref row.Reference, Count, stride: Count, rows: 1);
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TVector, TOperations, TFunction>(ref float z, ref float y)
        where TVector : struct
        where TOperations : struct, IVectorOperations<TVector>
        where TFunction : struct, IFunction<TVector>
    {
        nuint lanes = (nuint)TOperations.Count;
        for (nuint i = 0; i < Count; i += 2 * lanes)
        {
            TOperations.Store(TFunction.Apply(TOperations.Load(ref z, i)), ref y, i);
            TOperations.Store(TFunction.Apply(TOperations.Load(ref z, i + lanes)), ref y, i + lanes);
        }
    }
}
