using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Reference;

namespace NetGen.Tests.Infrastructure;

/// <summary>
/// An <see cref="INetwork"/> that computes with the reference: the tests of networks run on it to show that they accept what is right, and,
/// with a <see cref="Fault"/>, that they reject what is not.
/// </summary>
internal sealed class OracleNetwork : INetwork
{
    private readonly Architecture _architecture;
    private readonly ReferenceNetwork _reference;
    private readonly float[] _parameters;

    public OracleNetwork(Architecture architecture)
    {
        _architecture = architecture;
        _reference = new ReferenceNetwork(architecture);
        var tensors = new List<TensorInfo>();
        int offset = 0;
        foreach (ReferenceTensor tensor in _reference.Parameters.Tensors)
        {
            TensorLayout layout = tensor.Shape.Length == 1 ? TensorLayout.PaddedVector : TensorLayout.DensePanels;
            var info = new TensorInfo(tensor.Name, [.. tensor.Shape], layout, offset, 0, Initializer.Zeros);
            tensors.Add(info with { Length = ReferenceLayout.Length(info) });
            offset += tensors[^1].Length;
        }

        int count = tensors.Sum(tensor => tensor.Count);
        Info = new NetworkInfo(
            architecture.Name, [architecture.Inputs], [architecture.Outputs], architecture.OutputActivation, count, offset, [.. tensors]);
        _parameters = new float[offset];
    }

    /// <summary>Spoils what a backward pass has written to the gradients.</summary>
    public Action<float[]>? Fault { get; init; }

    public NetworkInfo Info { get; }

    public Span<float> Parameters => _parameters;

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        LoadParameters();
        double[] y = _reference.Forward(ToDouble(input));
        for (int k = 0; k < y.Length; k++) output[k] = (float)y[k];
    }

    public void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        for (int sample = 0; sample < inputs.Length / Info.InputSize; sample++)
            Forward(Sample(inputs, sample, Info.InputSize), outputs.Slice(sample * Info.OutputSize, Info.OutputSize));
    }

    public int Predict(ReadOnlySpan<float> input)
    {
        var output = new float[Info.OutputSize];
        Forward(input, output);
        float threshold = Info.OutputActivation == Activation.Sigmoid ? 0.5f : 0;
        return output.Length == 1 ? output[0] > threshold ? 1 : 0 : Array.IndexOf(output, output.Max());
    }

    public float Backward<TLoss>(
        ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient, bool accumulate)
        where TLoss : struct, ILoss =>
        BackwardBatch(input, target, loss, gradients, inputGradient, accumulate);

    public float BackwardBatch<TLoss>(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients, bool accumulate)
        where TLoss : struct, ILoss
    {
        LoadParameters();
        int batch = inputs.Length / Info.InputSize;
        bool isFused = TLoss.IsFusedWith(Info.OutputActivation);
        float sum = 0;
        var derivative = new float[Info.OutputSize];
        var sums = new TensorSet(_architecture);
        for (int sample = 0; sample < batch; sample++)
        {
            double[] x = ToDouble(Sample(inputs, sample, Info.InputSize)), dx = new double[x.Length];
            ReadOnlySpan<float> target = Sample(targets, sample, targets.Length / batch);
            double[] output = _reference.Forward(x);
            float[] values = [.. (isFused ? _reference.Logits : output).Select(value => (float)value)];
            sum += isFused ? loss.EvaluateLogits(values, target, derivative) : loss.Evaluate(values, target, derivative);
            double[] scaled = [.. derivative.Select(value => (double)value / batch)];
            if (isFused) _reference.BackwardFromLogits(x, scaled, sums, dx);
            else _reference.BackwardFromOutput(x, scaled, sums, dx);
            Store(dx, inputGradients, sample);
        }

        Store(sums, gradients, accumulate);
        return sum / batch;
    }

    public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient, bool accumulate) =>
        BackwardBatch(input, outputGradient, gradients, inputGradient, accumulate);

    public void BackwardBatch(
        ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients, bool accumulate)
    {
        LoadParameters();
        var sums = new TensorSet(_architecture);
        for (int sample = 0; sample < inputs.Length / Info.InputSize; sample++)
        {
            double[] x = ToDouble(Sample(inputs, sample, Info.InputSize)), dx = new double[x.Length];
            _reference.BackwardFromOutput(x, ToDouble(Sample(outputGradients, sample, Info.OutputSize)), sums, dx);
            Store(dx, inputGradients, sample);
        }

        Store(sums, gradients, accumulate);
    }

    private static ReadOnlySpan<float> Sample(ReadOnlySpan<float> batch, int index, int size) => batch.Slice(index * size, size);

    private static double[] ToDouble(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (int k = 0; k < values.Length; k++) doubles[k] = values[k];
        return doubles;
    }

    private static void Store(double[] dx, Span<float> inputGradients, int sample)
    {
        if (inputGradients.IsEmpty) return;
        for (int k = 0; k < dx.Length; k++) inputGradients[sample * dx.Length + k] = (float)dx[k];
    }

    private void Store(TensorSet sums, Span<float> gradients, bool accumulate)
    {
        var packed = new float[gradients.Length];
        ReferenceLayout.Pack(Info, sums, packed);
        Fault?.Invoke(packed);
        for (int k = 0; k < packed.Length; k++) gradients[k] = packed[k] + (accumulate ? gradients[k] : 0);
    }

    private void LoadParameters()
    {
        foreach (TensorInfo tensor in Info.Tensors)
        {
            double[] values = _reference.Parameters[tensor.Name].Values;
            for (int index = 0; index < values.Length; index++) values[index] = _parameters[ReferenceLayout.Position(tensor, index)];
        }
    }
}
