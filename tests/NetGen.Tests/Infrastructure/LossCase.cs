using System;
using System.Collections.Generic;
using NetGen.Tests.Reference;

namespace NetGen.Tests.Infrastructure;

/// <summary>A loss of the runtime beside its reference, called without naming its type.</summary>
internal abstract class LossCase(ReferenceLoss reference, TargetForm form)
{
    /// <summary>Every loss, in each form of its targets.</summary>
    public static IReadOnlyList<LossCase> All { get; } =
    [
        new LossCase<LogCosh>(default, new ReferenceLoss(LossKind.LogCosh)),
    ];

    public ReferenceLoss Reference { get; } = reference;

    public TargetForm Form { get; } = form;

    public bool Fits(Architecture architecture) =>
        Reference.Fits(architecture.OutputActivation) && (Form == TargetForm.Values || architecture.Outputs > 1);

    public int TargetSize(Architecture architecture) => Form == TargetForm.Values ? architecture.Outputs : 1;

    public abstract float Backward(
        INetwork network, ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> gradients, Span<float> inputGradient, bool accumulate);

    public abstract float BackwardBatch(
        INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradients, Span<float> inputGradients, bool accumulate);

    public override string ToString() => Form == TargetForm.Values ? $"{Reference.Kind}" : $"{Reference.Kind} of a class index";
}

internal sealed class LossCase<TLoss>(TLoss loss, ReferenceLoss reference, TargetForm form = TargetForm.Values) : LossCase(reference, form)
    where TLoss : struct, ILoss
{
    public override float Backward(
        INetwork network, ReadOnlySpan<float> input, ReadOnlySpan<float> target, Span<float> gradients, Span<float> inputGradient, bool accumulate) =>
        network.Backward(input, target, loss, gradients, inputGradient, accumulate);

    public override float BackwardBatch(
        INetwork network, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradients, Span<float> inputGradients, bool accumulate) =>
        network.BackwardBatch(inputs, targets, loss, gradients, inputGradients, accumulate);
}
