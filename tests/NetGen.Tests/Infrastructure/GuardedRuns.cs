using System;
using System.Collections.Generic;
using System.Reflection;
using NetGen.Kernels;
using NetGen.Tests.Generated;
using NetGen.Tests.Reference;

namespace NetGen.Tests.Infrastructure;

/// <summary>Everything that runs over bare references, called with spans that lie at pages that must not be touched.</summary>
internal static class GuardedRuns
{
    private const int LongestRow = 70;

    private static readonly BufferKind[] s_ends = [BufferKind.GuardedStart, BufferKind.GuardedEnd];
    private static readonly int[] s_batches = [1, 2, 3, 5, 7, 33, 65];

    private delegate float Function(Span<float> a, Span<float> b, Span<float> c);

    /// <summary>The declared networks and some random ones: every call, and its results.</summary>
    public static void Networks()
    {
        foreach (string name in StaticNetworks.Names) Check(StaticNetworks.Architecture(name), StaticNetworks.Create(name));
        IReadOnlyList<Architecture> architectures = RandomArchitecture.Draw(RandomArchitecture.Seed, 16);
        using var assembly = GeneratedAssembly.Compile(architectures);
        foreach (Architecture architecture in architectures) Check(architecture, assembly.Create(architecture));
    }

    /// <summary>Functions of rows, losses and update rules, for every length up to several vectors: results are those of ordinary memory.</summary>
    public static void Functions()
    {
        foreach (BufferKind end in s_ends)
        {
            for (int length = 1; length <= LongestRow; length++)
            {
                CheckRows(end, length);
                CheckLosses(end, length);
                CheckLossRows(end, length);
                CheckUpdates(end, length);
                CheckSamples(end, length);
            }
        }
    }

    private static void Check(Architecture architecture, INetwork network)
    {
        float[] values = network.Parameters.ToArray();
        foreach (BufferKind end in s_ends)
        {
            Console.WriteLine($"{end}\n{architecture}");
            using var parameters = new GuardedMemory(values.Length, end == BufferKind.GuardedStart ? GuardedEnd.Start : GuardedEnd.End);
            SetParameters(network, values, parameters);
            var checker = new NetworkChecker(architecture, network, RandomArchitecture.Seed, s_batches[^1], end);
            checker.CheckAll(s_batches, LossCase.Some(architecture, 3, 0));
            checker.CheckTraining([1, 7]);
        }
    }

    private static unsafe void SetParameters(INetwork network, ReadOnlySpan<float> values, GuardedMemory memory)
    {
        values.CopyTo(memory.Span);
        FieldInfo field = network.GetType().GetField("_parameters", BindingFlags.Instance | BindingFlags.NonPublic)!;
        field.SetValue(network, new AlignedBuffer(memory.Start, memory.Length));
    }

    private static void CheckRows(BufferKind end, int length)
    {
        int padded = (length + 15) / 16 * 16;
        foreach (int rows in new[] { 1, 21 })
        {
            Compare("Softmax", end, rows * padded, 0, 0, (z, _, _) =>
            {
                RowMath.Softmax(ref z[0], length, (nuint)padded, (nuint)rows);
                return 0;
            });
            Compare("LogSoftmax", end, rows * padded, 0, 0, (z, _, _) =>
            {
                RowMath.LogSoftmax(ref z[0], length, (nuint)padded, (nuint)rows);
                return 0;
            });
        }

        Compare("SoftmaxBackward", end, padded, padded, 0, (y, dy, _) =>
        {
            RowMath.SoftmaxBackward(ref y[0], ref dy[0], length);
            return 0;
        });
        Compare("LogSoftmaxBackward", end, padded, padded, 0, (y, dy, _) =>
        {
            RowMath.LogSoftmaxBackward(ref y[0], ref dy[0], length);
            return 0;
        });
    }

    // The losses of a batch: rows of outputs are padded, those of targets are not.
    private static void CheckLossRows(BufferKind end, int length)
    {
        int padded = (length + 15) / 16 * 16;
        if (length == 1)
        {
            Compare("MeanSquaredError of 40 rows of 1", end, 40 * 16, 40, 40 * 16, (y, targets, dy) =>
                LossMath.Evaluate(default(MeanSquaredError), ref y[0], 16, 1, targets, 1, 0.5f, ref dy[0], 16, 40));
        }

        foreach (int rows in new[] { 1, 21 })
        {
            foreach (int targetSize in length == 1 ? (int[])[1] : [1, length])
            {
                Compare($"CrossEntropy of {rows} rows of {length}", end, rows * padded, rows * targetSize, rows * padded, (z, targets, dz) =>
                {
                    if (targetSize == 1) targets.Fill(length / 2);
                    return LossMath.EvaluateLogits(
                        default(CrossEntropy), ref z[0], (nuint)padded, length, targets, targetSize, 0.5f, ref dz[0], (nuint)padded, (nuint)rows);
                });
            }
        }
    }

    private static void CheckLosses(BufferKind end, int length)
    {
        foreach (LossCase loss in LossCase.All)
        {
            bool isIndex = loss.Form == TargetForm.ClassIndex;
            if (isIndex && length == 1) continue;
            foreach (bool areLogits in loss.HasLogits ? (bool[])[false, true] : [false])
            {
                Compare($"{loss}, {(areLogits ? "logits" : "outputs")}", end, length, isIndex ? 1 : length, length, (output, target, gradient) =>
                {
                    if (isIndex) target[0] = output.Length / 2;
                    return loss.Evaluate(output, target, gradient, areLogits);
                });
            }
        }
    }

    // Rows that are samples are not padded; those of layers are.
    private static void CheckSamples(BufferKind end, int length)
    {
        const int rows = 3;
        int padded = (length + 15) / 16 * 16;
        Compare("Dropout", end, rows * length, rows * length, 0, (x, y, _) =>
        {
            VectorMath.Dropout(ref x[0], ref y[0], length, (nuint)length, rows, new DropoutMasks(1), 2, 0.3f);
            VectorMath512.Dropout(ref y[0], ref x[0], length, (nuint)length, rows, new DropoutMasks(1), 2, 0.3f);
            return 0;
        });
        Compare("Standardize", end, rows * length, 2 * padded, rows * padded, (x, p, h) =>
        {
            VectorMath.Standardize(ref x[0], ref p[0], ref p[padded], ref h[0], length, (nuint)padded, rows);
            VectorMath.StandardizeBackward(ref h[0], ref p[padded], ref x[0], length, (nuint)padded, rows);
            return 0;
        });
        Compare("AddSquaredNorms", end, rows * length, rows * length, rows, (x, dz, squares) =>
        {
            VectorMath.AddSquaredNorms(ref x[0], length, (nuint)length, ref dz[0], length, (nuint)length, 1f, ref squares[0], rows);
            return 0;
        });
        Compare("ClipSamples", end, rows * padded, rows, 0, (dz, squares, _) =>
        {
            VectorMath.ClipSamples(ref dz[0], (nuint)padded, (nuint)padded, ref squares[0], 0.5f, 0.1f, rows);
            return 0;
        });
    }

    private static void CheckUpdates(BufferKind end, int length)
    {
        foreach (string name in OptimizerCases.Names)
        {
            IOptimizer optimizer = OptimizerCases.Create(name);
            Compare(name, end, length, length, optimizer.StateLength(length), (parameters, gradients, state) =>
            {
                optimizer.Update(parameters, gradients, state, 1, 0.01f);
                return 0;
            });
        }
    }

    /// <summary>Calls a function with three guarded spans, and once more with arrays: what it returns and leaves in them is to be the same.</summary>
    private static void Compare(string name, BufferKind end, int firstLength, int secondLength, int thirdLength, Function function)
    {
        string call = $"{name} of {firstLength}, {end}";
        Console.WriteLine(call);
        float[] first = Values(firstLength, 0.3f), second = Values(secondLength, 0.7f), third = Values(thirdLength, 1.1f);
        using var buffers = new Buffers(end);
        Span<float> guardedFirst = buffers.Copy(first), guardedSecond = buffers.Copy(second), guardedThird = buffers.Copy(third);
        float guarded = function(guardedFirst, guardedSecond, guardedThird), ordinary = function(first, second, third);
        bool isSame = guarded.Equals(ordinary)
            && guardedFirst.SequenceEqual(first) && guardedSecond.SequenceEqual(second) && guardedThird.SequenceEqual(third);
        if (!isSame) throw new InvalidOperationException($"{call}: other results than in ordinary memory.");
    }

    /// <summary>Values in (0, 1): probabilities as well as logits, targets and the squares that some rules keep.</summary>
    private static float[] Values(int length, float phase)
    {
        var values = new float[length];
        for (int k = 0; k < length; k++) values[k] = 0.5f + 0.49f * MathF.Sin(k * 1.7f + phase);
        return values;
    }
}
