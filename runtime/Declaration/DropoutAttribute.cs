using System;

namespace NetGen;

/// <summary>
/// Dropout: in training, each value of a sample is set to 0 with a probability p, and the others are multiplied by 1 / (1 − p), so that their expectation stays the same; in
/// inference nothing happens. It keeps units from relying on one another, against overfitting (Srivastava et al., "Dropout: a simple way to prevent neural networks
/// from overfitting", 2014; in the inverted form, which costs inference nothing).
/// </summary>
/// <remarks>
/// The layer stands after the input or between dense layers, not at the end. <c>Trainer</c> drops anew in each step, by the seed of <c>Fit</c>; what is dropped is computed from
/// that seed forward and backward, and never stored. A backward pass called without a <see cref="TrainingPass"/> drops nothing.
/// </remarks>
/// <param name="rate">The probability p that a value is dropped, in [0, 1).</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute(float rate) : LayerAttribute
{
    /// <summary>The probability that a value is dropped.</summary>
    public float Rate { get; } = rate;
}
