using System;

namespace NetGen.Tests.Training;

/// <summary>Passes everything on to a network, and tells a subclass of the back-propagation that training does, on the thread that does it.</summary>
internal abstract class ObservedNetwork(INetwork network) : INetwork
{
    public NetworkInfo Info => network.Info;

    public Span<float> Parameters => network.Parameters;

    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs) => network.ForwardBatch(inputs, outputs);

    public int Predict(ReadOnlySpan<float> input) => network.Predict(input);

    public float Backward<TLoss>(
        ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        BeforeBackward(input, target, isSingle: true);
        float value = network.Backward(input, target, loss, gradients, inputGradient, accumulate);
        AfterBackward();
        return value;
    }

    public float BackwardBatch<TLoss>(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        BeforeBackward(inputs, targets, isSingle: false);
        float value = network.BackwardBatch(inputs, targets, loss, gradients, inputGradients, accumulate);
        AfterBackward();
        return value;
    }

    public void Backward(
        ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true) =>
        network.Backward(input, outputGradient, gradients, inputGradient, accumulate);

    public void BackwardBatch(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true) =>
        network.BackwardBatch(inputs, outputGradients, gradients, inputGradients, accumulate);

    public float BackwardBatch<TLoss>(
        TrainingPass pass, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, bool accumulate = true)
        where TLoss : struct, ILoss
    {
        BeforeBackward(inputs, targets, isSingle: false);
        float value = network.BackwardBatch(pass, inputs, targets, loss, gradients, accumulate);
        AfterBackward();
        return value;
    }

    protected abstract void BeforeBackward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, bool isSingle);

    protected virtual void AfterBackward()
    {
    }
}
