using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Reference;

namespace NetGen.Tests.Infrastructure;

/// <summary>A loss of the runtime beside its reference, called without naming its type.</summary>
internal abstract class LossCase(ReferenceLoss reference, TargetForm form)
{
    /// <summary>Every loss, in each form of its targets.</summary>
    public static IReadOnlyList<LossCase> All { get; } =
    [
        new LossCase<MeanSquaredError>(default, new ReferenceLoss(LossKind.MeanSquaredError)),
        new LossCase<MeanAbsoluteError>(default, new ReferenceLoss(LossKind.MeanAbsoluteError)),
        new LossCase<Huber>(default, new ReferenceLoss(LossKind.Huber)),
        new LossCase<Huber>(new Huber(0.25f), new ReferenceLoss(LossKind.Huber, 0.25)),
        new LossCase<BinaryCrossEntropy>(default, new ReferenceLoss(LossKind.BinaryCrossEntropy)),
        new LossCase<CrossEntropy>(default, new ReferenceLoss(LossKind.CategoricalCrossEntropy)),
        new LossCase<CrossEntropy>(default, new ReferenceLoss(LossKind.CategoricalCrossEntropy), TargetForm.ClassIndex),
        new LossCase<SmoothedCrossEntropy>(new SmoothedCrossEntropy(0.2f), new ReferenceLoss(LossKind.SmoothedCrossEntropy, 0.2)),
        new LossCase<SmoothedCrossEntropy>(new SmoothedCrossEntropy(0.1f), new ReferenceLoss(LossKind.SmoothedCrossEntropy, 0.1), TargetForm.ClassIndex),
        new LossCase<KLDivergence>(default, new ReferenceLoss(LossKind.KullbackLeibler)),
        new LossCase<Hinge>(default, new ReferenceLoss(LossKind.Hinge)),
        new LossCase<Hinge>(default, new ReferenceLoss(LossKind.Hinge), TargetForm.ClassIndex),
        new LossCase<SquaredHinge>(default, new ReferenceLoss(LossKind.SquaredHinge)),
        new LossCase<SquaredHinge>(default, new ReferenceLoss(LossKind.SquaredHinge), TargetForm.ClassIndex),
        new LossCase<LogCosh>(default, new ReferenceLoss(LossKind.LogCosh)),
    ];

    public ReferenceLoss Reference { get; } = reference;

    public TargetForm Form { get; } = form;

    public abstract Type LossType { get; }

    public bool Fits(Architecture architecture) =>
        Reference.Fits(architecture.OutputActivation) && (Form == TargetForm.Values || architecture.Outputs > 1);

    public int TargetSize(Architecture architecture) => Form == TargetForm.Values ? architecture.Outputs : 1;

    /// <summary>Whether the loss has a form of its own for logits.</summary>
    public bool HasLogits => Reference.IsFromLogits(Reference.Kind == LossKind.BinaryCrossEntropy ? Activation.Sigmoid : Activation.Softmax);

    /// <summary>The loss itself, without a network.</summary>
    public abstract float Evaluate(ReadOnlySpan<float> values, ReadOnlySpan<float> target, Span<float> gradient, bool areLogits);

    public abstract float Backward(
        INetwork network, ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> gradients, Span<float> inputGradient, bool accumulate);

    public abstract float BackwardBatch(
        INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradients, Span<float> inputGradients, bool accumulate);

    public abstract float BackwardBatch(TrainingPass pass, INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradients, bool accumulate);

    /// <summary>Some of the losses that fit, another selection for every number: for tests of many networks.</summary>
    public static IEnumerable<LossCase> Some(Architecture architecture, int count, int number)
    {
        LossCase[] fitting = [.. All.Where(loss => loss.Fits(architecture))];
        return Enumerable.Range(0, Math.Min(count, fitting.Length)).Select(k => fitting[(int)((uint)(number + k) % fitting.Length)]);
    }

    public override string ToString() => Form == TargetForm.Values ? $"{Reference.Kind}" : $"{Reference.Kind} of a class index";
}

internal sealed class LossCase<TLoss>(TLoss loss, ReferenceLoss reference, TargetForm form = TargetForm.Values) : LossCase(reference, form)
    where TLoss : struct, ILoss
{
    public override Type LossType => typeof(TLoss);

    public override float Evaluate(ReadOnlySpan<float> values, ReadOnlySpan<float> target, Span<float> gradient, bool areLogits) =>
        areLogits ? loss.EvaluateLogits(values, target, gradient) : loss.Evaluate(values, target, gradient);

    public override float Backward(
        INetwork network, ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> gradients, Span<float> inputGradient, bool accumulate) =>
        network.Backward(input, target, loss, gradients, inputGradient, accumulate);

    public override float BackwardBatch(
        INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradients, Span<float> inputGradients, bool accumulate) =>
        network.BackwardBatch(inputs, targets, loss, gradients, inputGradients, accumulate);

    public override float BackwardBatch(
        TrainingPass pass, INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradients, bool accumulate) =>
        network.BackwardBatch(pass, inputs, targets, loss, gradients, accumulate);
}
