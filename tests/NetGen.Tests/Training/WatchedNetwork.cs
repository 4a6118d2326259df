using System;

namespace NetGen.Tests.Training;

/// <summary>Passes everything on to a network, and calls back before and after what training does with it, on the thread that does it.</summary>
internal sealed class WatchedNetwork(INetwork network) : INetwork
{
    public Action? Before { get; init; }

    public Action? After { get; init; }

    public NetworkInfo Info => network.Info;

    public Span<float> Parameters => network.Parameters;

    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => network.ForwardBatch(inputs, outputs);

    public int Predict(ReadOnlySpan<float> input) => network.Predict(input);

    public float Backward<TLoss>(
        ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        Before?.Invoke();
        float value = network.Backward(input, target, loss, gradients, inputGradient, accumulate);
        After?.Invoke();
        return value;
    }

    public float BackwardBatch<TLoss>(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        Before?.Invoke();
        float value = network.BackwardBatch(inputs, targets, loss, gradients, inputGradients, accumulate);
        After?.Invoke();
        return value;
    }

    public void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true) =>
        network.Backward(input, outputGradient, gradients, inputGradient, accumulate);

    public void BackwardBatch(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true) =>
        network.BackwardBatch(inputs, outputGradients, gradients, inputGradients, accumulate);
}
