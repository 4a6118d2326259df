using System;

namespace NetGen;

/// <summary>
/// A network, as the generator implements it on the class that declares one. Calls that only read the parameters (all but writes
/// through <see cref="Parameters"/>) are safe from any number of threads on one object, and allocate nothing.
/// </summary>
public interface INetwork
{
    /// <summary>The shapes and tensors of the network.</summary>
    NetworkInfo Info { get; }

    /// <summary>
    /// The weights and biases [ParameterBufferLength], 64-byte aligned, in the layout that <see cref="NetworkInfo.Tensors"/> describes. Padding lanes
    /// must stay zero. Whoever writes here while another thread computes gets a mixture of old and new.
    /// </summary>
    Span<float> Parameters { get; }

    /// <summary>Computes the output of one sample.</summary>
    /// <param name="input">The sample, [InputSize].</param>
    /// <param name="output">Receives the output, [OutputSize].</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    void Forward(ReadOnlySpan<float> input, Span<float> output);

    /// <summary>Computes the outputs of a batch of samples, one after another in memory.</summary>
    /// <param name="inputs">The samples, [batch × InputSize]; none is fine.</param>
    /// <param name="outputs">Receives the outputs, [batch × OutputSize]; must not overlap <paramref name="inputs"/>.</param>
    /// <exception cref="ArgumentException">A length does not fit, or the spans overlap.</exception>
    void ForwardBatch(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>
    /// The class the network decides for: the index of the largest output or, for a network of one output, 1 where the decision is positive
    /// (a probability of at least ½ under sigmoid, a value above 0 otherwise), else 0.
    /// </summary>
    /// <param name="input">The sample, [InputSize].</param>
    /// <exception cref="ArgumentException">The length is another, or the output is not finite.</exception>
    int Predict(ReadOnlySpan<float> input);

    /// <summary>Back-propagation of one sample: adds dL/dparameters to <paramref name="gradients"/> and returns the loss L.</summary>
    /// <param name="input">The sample, [InputSize].</param>
    /// <param name="target">The target, as the loss takes it: [OutputSize], or for some losses a class index [1].</param>
    /// <param name="loss">The loss L.</param>
    /// <param name="gradients">Receives dL/dparameters, in the layout of the parameter buffer, [ParameterBufferLength].</param>
    /// <param name="inputGradient">Receives dL/dinput, [InputSize]; leave it out if it is not wanted.</param>
    /// <param name="accumulate">Whether to add to the gradients; false overwrites them. dL/dinput is always overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a span that is written overlaps another.</exception>
    float Backward<TLoss>(ReadOnlySpan<float> input, ReadOnlySpan<float> target, TLoss loss, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true)
        where TLoss : struct, ILoss;

    /// <summary>Back-propagation of a batch: L is the mean of the samples' losses, and the gradients are those of L.</summary>
    /// <param name="inputs">The samples, [batch × InputSize], at least one.</param>
    /// <param name="targets">The targets, [batch × size of one target].</param>
    /// <param name="loss">The loss of one sample.</param>
    /// <param name="gradients">Receives dL/dparameters, in the layout of the parameter buffer, [ParameterBufferLength].</param>
    /// <param name="inputGradients">Receives dL/dinputs, [batch × InputSize]; leave it out if it is not wanted.</param>
    /// <param name="accumulate">Whether to add to the gradients; false overwrites them. dL/dinputs is always overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a span that is written overlaps another.</exception>
    float BackwardBatch<TLoss>(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true)
        where TLoss : struct, ILoss;

    /// <summary>
    /// Back-propagation of a batch as training does it: with dropout, and with a bound on each sample's gradient, if the pass says so; otherwise as the overload without one.
    /// </summary>
    /// <param name="pass">What is done beside computing the gradients.</param>
    /// <param name="inputs">The samples, [batch × InputSize], at least one.</param>
    /// <param name="targets">The targets, [batch × size of one target].</param>
    /// <param name="loss">The loss of one sample.</param>
    /// <param name="gradients">Receives the mean of the samples' gradients, in the layout of the parameter buffer, [ParameterBufferLength].</param>
    /// <param name="accumulate">Whether to add to the gradients; false overwrites them.</param>
    /// <returns>The mean loss.</returns>
    /// <exception cref="ArgumentException">A length does not fit, or a span that is written overlaps another.</exception>
    /// <exception cref="NotSupportedException">The network was not written by the generator, and knows plain passes alone.</exception>
    float BackwardBatch<TLoss>(TrainingPass pass, ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, TLoss loss, Span<float> gradients, bool accumulate = true)
        where TLoss : struct, ILoss =>
        pass == default
            ? BackwardBatch(inputs, targets, loss, gradients, accumulate: accumulate)
            : throw new NotSupportedException($"{Info.Name} has neither dropout nor a bound on samples' gradients.");

    /// <summary>Back-propagation of one sample for a loss of the caller's own, given by its derivative at the output.</summary>
    /// <param name="input">The sample, [InputSize].</param>
    /// <param name="outputGradient">dL/doutput, [OutputSize].</param>
    /// <param name="gradients">Receives dL/dparameters, [ParameterBufferLength].</param>
    /// <param name="inputGradient">Receives dL/dinput, [InputSize]; leave it out if it is not wanted.</param>
    /// <param name="accumulate">Whether to add to the gradients; false overwrites them. dL/dinput is always overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a span that is written overlaps another.</exception>
    void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> outputGradient, Span<float> gradients, Span<float> inputGradient = default, bool accumulate = true);

    /// <summary>Back-propagation of a batch for a loss of the caller's own: the gradients of the samples are summed as they are given.</summary>
    /// <param name="inputs">The samples, [batch × InputSize], at least one.</param>
    /// <param name="outputGradients">dL/doutputs, [batch × OutputSize].</param>
    /// <param name="gradients">Receives dL/dparameters, [ParameterBufferLength].</param>
    /// <param name="inputGradients">Receives dL/dinputs, [batch × InputSize]; leave it out if it is not wanted.</param>
    /// <param name="accumulate">Whether to add to the gradients; false overwrites them. dL/dinputs is always overwritten.</param>
    /// <exception cref="ArgumentException">A length does not fit, or a span that is written overlaps another.</exception>
    void BackwardBatch(ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients, Span<float> gradients, Span<float> inputGradients = default, bool accumulate = true);
}
