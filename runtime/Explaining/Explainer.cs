using System;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Explains single predictions: gives each feature of a sample an attribution, its part in one output of the network. The buffers are made once, so that
/// calls allocate nothing; one thread at a time uses an explainer, while the network may serve others.
/// </summary>
/// <remarks>
/// <para>
/// The output y_k that is explained is the one of <see cref="INetwork.Forward"/>, after the activation of the last layer: under softmax the probability of
/// class k, which all logits change, and whose gradient vanishes where the network is sure. For logits instead, declare the last layer with
/// <see cref="Activation.Identity"/>, which <see cref="CrossEntropy"/> and <see cref="BinaryCrossEntropy"/> train as well.
/// </para>
/// <para>
/// Attributions are written last, all together, and are finite: every exception leaves them as they were. They may lie in the memory of the sample.
/// </para>
/// </remarks>
public sealed partial class Explainer
{
    private const int ChunkSamples = 32;

    private readonly INetwork _network;
    private readonly NetworkInfo _info;
    private readonly AlignedBuffer _points, _pointGradients, _outputGradients, _parameterGradients;
    private readonly float[] _output, _result;
    private readonly double[] _sums;

    /// <summary>Makes an explainer of a network, with buffers for 32 samples and one for the gradients of the parameters.</summary>
    /// <param name="network">The network; its parameters may change between calls.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public Explainer(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        (_network, _info) = (network, network.Info);
        _points = new AlignedBuffer(checked(ChunkSamples * _info.InputSize));
        _pointGradients = new AlignedBuffer(_points.Length);
        _outputGradients = new AlignedBuffer(checked(ChunkSamples * _info.OutputSize));
        _parameterGradients = new AlignedBuffer(_info.ParameterBufferLength);
        _output = new float[_info.OutputSize];
        _result = new float[_info.InputSize];
        _sums = new double[_info.InputSize];
    }

    /// <summary>
    /// The saliency |∂y_k/∂x_i| of each feature: how strongly the output reacts to a small change of it (Simonyan, Vedaldi and Zisserman, "Deep inside
    /// convolutional networks: visualising image classification models and saliency maps", ICLR workshop 2014).
    /// </summary>
    /// <param name="input">The sample x, [InputSize], finite.</param>
    /// <param name="output">The index k of the output, from 0 to OutputSize − 1.</param>
    /// <param name="attributions">Receives the saliencies, [InputSize], each at least 0.</param>
    /// <exception cref="ArgumentException">A length is another, or a value of <paramref name="input"/> is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">An attribution is NaN or infinite.</exception>
    public void Saliency(ReadOnlySpan<float> input, int output, Span<float> attributions)
    {
        RequireArguments(input, output, attributions);
        Gradient(input, output);
        for (int i = 0; i < _result.Length; i++) _result[i] = Math.Abs(_result[i]);
        WriteResult(attributions);
    }

    /// <summary>
    /// The gradient times the input, x_i · ∂y_k/∂x_i, of each feature: its part in the output, if the network were linear (Shrikumar, Greenside, Shcherbina
    /// and Kundaje, "Not just a black box: learning important features through propagating activation differences", arXiv:1605.01713, 2016).
    /// </summary>
    /// <param name="input">The sample x, [InputSize], finite.</param>
    /// <param name="output">The index k of the output, from 0 to OutputSize − 1.</param>
    /// <param name="attributions">Receives the products, [InputSize].</param>
    /// <exception cref="ArgumentException">A length is another, or a value of <paramref name="input"/> is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">An attribution is NaN or infinite.</exception>
    public void GradientTimesInput(ReadOnlySpan<float> input, int output, Span<float> attributions)
    {
        RequireArguments(input, output, attributions);
        Gradient(input, output);
        for (int i = 0; i < _result.Length; i++) _result[i] *= input[i];
        WriteResult(attributions);
    }

    /// <summary>Puts ∂y_k/∂x into the result.</summary>
    private void Gradient(ReadOnlySpan<float> input, int output)
    {
        SetOutputGradients(output);
        Span<float> outputGradient = _outputGradients.Span[.._info.OutputSize];
        _network.Backward(input, outputGradient, _parameterGradients.Span, _result, accumulate: false);
    }

    /// <summary>Adds ∂y_k/∂x of the first points to the sums, where <see cref="SetOutputGradients"/> has chosen k.</summary>
    private void AddGradients(int count)
    {
        int size = _info.InputSize;
        Span<float> gradients = _pointGradients.Span[..(count * size)];
        ReadOnlySpan<float> points = _points.Span[..(count * size)], outputGradients = _outputGradients.Span[..(count * _info.OutputSize)];
        _network.BackwardBatch(points, outputGradients, _parameterGradients.Span, gradients, accumulate: false);
        for (; !gradients.IsEmpty; gradients = gradients[size..])
            for (int i = 0; i < size; i++) _sums[i] += gradients[i];
    }

    private void SetOutputGradients(int output)
    {
        _outputGradients.Span.Clear();
        for (int i = output; i < _outputGradients.Length; i += _info.OutputSize) _outputGradients.Span[i] = 1f;
    }

    private float Output(ReadOnlySpan<float> input, int output)
    {
        _network.Forward(input, _output);
        float value = _output[output];
        return float.IsFinite(value) ? value : throw new InvalidOperationException($"Output {output} of {_info.Name} is {value}, which cannot be explained.");
    }

    private void WriteResult(Span<float> attributions)
    {
        int i = Finite.IndexOfNonFinite(_result);
        if (i >= 0)
            throw new InvalidOperationException($"The attribution of feature {i} is {_result[i]}: the weights of {_info.Name} are not finite, or too large.");
        _result.CopyTo(attributions);
    }

    private void RequireArguments(ReadOnlySpan<float> input, int output, Span<float> attributions)
    {
        RequireSample(input, nameof(input));
        if ((uint)output >= (uint)_info.OutputSize)
            throw new ArgumentOutOfRangeException(nameof(output), output, $"The outputs of {_info.Name} are from 0 to {_info.OutputSize - 1}.");
        Guard.Length(attributions.Length, _info.InputSize, nameof(attributions));
    }

    private void RequireSample(ReadOnlySpan<float> sample, string parameter)
    {
        Guard.Length(sample.Length, _info.InputSize, parameter);
        int i = Finite.IndexOfNonFinite(sample);
        if (i >= 0) throw new ArgumentException($"Feature {i} is {sample[i]}; every value must be finite.", parameter);
    }
}
