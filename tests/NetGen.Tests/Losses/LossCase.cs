using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using NetGen.Kernels;

namespace NetGen.Tests.Losses;

/// <summary>What outputs and targets a loss is tried with.</summary>
internal enum Values
{
    Real,
    Probability,
    Distribution,
    UnnormalisedWeights,
    Sign,
    OneHot,
    ClassIndex,
}

/// <summary>One way to call a loss, with its truth. The calls go through generic methods, as those of generated code do.</summary>
internal abstract class LossCase(bool fromLogits, Values outputs, Values targets, LossReference.Function reference)
{
    /// <summary>Every loss, by every route and form of target.</summary>
    public static readonly Dictionary<string, LossCase> All = new()
    {
        ["MeanSquaredError"] = new LossCase<MeanSquaredError>(default, false, Values.Real, Values.Real, LossReference.MeanSquaredError),
        ["MeanAbsoluteError"] = new LossCase<MeanAbsoluteError>(default, false, Values.Real, Values.Real, LossReference.MeanAbsoluteError),
        ["Huber"] = new LossCase<Huber>(default, false, Values.Real, Values.Real, LossReference.Huber(1)),
        ["Huber(0.5)"] = new LossCase<Huber>(new Huber(0.5f), false, Values.Real, Values.Real, LossReference.Huber(0.5)),
        ["BinaryCrossEntropy"] = new LossCase<BinaryCrossEntropy>(default, false, Values.Probability, Values.Probability, LossReference.BinaryCrossEntropy),
        ["BinaryCrossEntropy, logits"] =
            new LossCase<BinaryCrossEntropy>(default, true, Values.Real, Values.Probability, LossReference.BinaryCrossEntropyOfLogits),
        ["CrossEntropy"] = new LossCase<CrossEntropy>(default, false, Values.Distribution, Values.Distribution, LossReference.CrossEntropy),
        ["CrossEntropy, class"] = new LossCase<CrossEntropy>(default, false, Values.Distribution, Values.ClassIndex, LossReference.CrossEntropy),
        ["CrossEntropy, logits"] = new LossCase<CrossEntropy>(default, true, Values.Real, Values.OneHot, LossReference.CrossEntropyOfLogits),
        ["CrossEntropy, logits, weights"] =
            new LossCase<CrossEntropy>(default, true, Values.Real, Values.UnnormalisedWeights, LossReference.CrossEntropyOfLogits),
        ["CrossEntropy, logits, class"] =
            new LossCase<CrossEntropy>(default, true, Values.Real, Values.ClassIndex, LossReference.CrossEntropyOfLogits),
        ["KLDivergence"] = new LossCase<KLDivergence>(default, false, Values.Distribution, Values.Distribution, LossReference.KLDivergence),
        ["KLDivergence, one-hot"] = new LossCase<KLDivergence>(default, false, Values.Distribution, Values.OneHot, LossReference.KLDivergence),
        ["KLDivergence, logits"] = new LossCase<KLDivergence>(default, true, Values.Real, Values.Distribution, LossReference.KLDivergenceOfLogits),
        ["KLDivergence, logits, weights"] =
            new LossCase<KLDivergence>(default, true, Values.Real, Values.UnnormalisedWeights, LossReference.KLDivergenceOfLogits),
        ["Hinge"] = new LossCase<Hinge>(default, false, Values.Real, Values.Sign, LossReference.Hinge),
        ["Hinge, class"] = new LossCase<Hinge>(default, false, Values.Real, Values.ClassIndex, LossReference.Hinge),
        ["SquaredHinge"] = new LossCase<SquaredHinge>(default, false, Values.Real, Values.Sign, LossReference.SquaredHinge),
        ["SquaredHinge, class"] = new LossCase<SquaredHinge>(default, false, Values.Real, Values.ClassIndex, LossReference.SquaredHinge),
    };

    public LossReference.Function Reference => reference;

    public bool FromLogits => fromLogits;

    public abstract float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient);

    /// <summary>The same from the logits of several rows, padded to <paramref name="stride"/>, with the gradient scaled.</summary>
    public abstract float EvaluateRows(
        ReadOnlySpan<float> logits, int outputs, int stride, ReadOnlySpan<float> targets, int targetSize, float scale, Span<float> gradients);

    public abstract void CheckTarget(ReadOnlySpan<float> target, int outputSize);

    public float[] Outputs(int size, Random random) => Draw(outputs, size, random);

    /// <summary>A target. That of a single output is not a class index, but the output's own value; 1 suits every loss.</summary>
    public float[] Target(int size, Random random) => targets == Values.ClassIndex && size == 1 ? [1f] : Draw(targets, size, random);

    private static float[] Draw(Values kind, int size, Random random)
    {
        if (kind == Values.ClassIndex) return [random.Next(size)];
        float[] values = new float[size];
        for (int i = 0; i < size; i++)
        {
            values[i] = kind switch
            {
                Values.Real => random.NextSingle() * 8f - 4f,
                Values.Sign => random.Next(2) * 2f - 1f,
                Values.OneHot => 0f,
                _ => 0.02f + 0.96f * random.NextSingle(),
            };
        }

        if (kind == Values.OneHot) values[random.Next(size)] = 1f;
        if (kind != Values.Distribution) return values;
        float sum = 0f;
        foreach (float value in values) sum += value;
        for (int i = 0; i < size; i++) values[i] /= sum;
        return values;
    }
}

internal sealed class LossCase<TLoss>(TLoss loss, bool fromLogits, Values outputs, Values targets, LossReference.Function reference)
    : LossCase(fromLogits, outputs, targets, reference)
    where TLoss : struct, ILoss
{
    public override float Evaluate(ReadOnlySpan<float> output, ReadOnlySpan<float> target, Span<float> gradient) =>
        FromLogits ? loss.EvaluateLogits(output, target, gradient) : loss.Evaluate(output, target, gradient);

    public override float EvaluateRows(
        ReadOnlySpan<float> logits, int outputs, int stride, ReadOnlySpan<float> targets, int targetSize, float scale, Span<float> gradients)
    {
        ref float z = ref MemoryMarshal.GetReference(logits), dz = ref MemoryMarshal.GetReference(gradients);
        nuint step = (nuint)stride, rows = (nuint)(logits.Length / stride);
        return LossMath.EvaluateLogits(loss, ref z, step, outputs, targets, targetSize, scale, ref dz, step, rows);
    }

    public override void CheckTarget(ReadOnlySpan<float> target, int outputSize) => Guard.Target<TLoss>(target, outputSize, nameof(target));
}
