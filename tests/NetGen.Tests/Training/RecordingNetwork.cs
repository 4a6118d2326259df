using System;
using System.Collections.Generic;

namespace NetGen.Tests.Training;

/// <summary>Passes everything on to a network, and keeps what it was trained with, by whichever threads.</summary>
internal sealed class RecordingNetwork(INetwork network) : INetwork
{
    public List<(float[] Inputs, float[] Targets, bool IsSingle)> Batches { get; } = [];

    public Action<int>? BeforeBatch { get; init; }

    public NetworkInfo Info => network.Info;

    public Span<float> Parameters => network.Parameters;

    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => network.ForwardBatch(inputs, outputs);

    public int Predict(ReadOnlySpan<float> input) => network.Predict(input);

    public float Backward<TLoss>(
        ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        Record(input, target, isSingle: true);
        return network.Backward(input, target, loss, gradients, inputGradient, accumulate);
    }

    public float BackwardBatch<TLoss>(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        Record(inputs, targets, isSingle: false);
        return network.BackwardBatch(inputs, targets, loss, gradients, inputGradients, accumulate);
    }

    public void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true) =>
        network.Backward(input, outputGradient, gradients, inputGradient, accumulate);

    public void BackwardBatch(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true) =>
        network.BackwardBatch(inputs, outputGradients, gradients, inputGradients, accumulate);

    private void Record(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, bool isSingle)
    {
        BeforeBatch?.Invoke(Batches.Count);
        lock (Batches) Batches.Add((inputs.ToArray(), targets.ToArray(), isSingle));
    }
}
