using System;

namespace NetGen;

/// <summary>
/// Declares a neural network on a partial class: the shape of its input. The layers follow as attributes of their own,
/// on the same declaration, from the input to the output.
/// </summary>
/// <example>
/// <code>
/// [Network(64)]
/// [Dense(32, Activation.ReLU)]
/// [Dense(10, Activation.Softmax)]
/// public sealed partial class DigitClassifier;
/// </code>
/// </example>
/// <param name="inputShape">The shape of one sample: <c>64</c> for 64 features.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class NetworkAttribute(params int[] inputShape) : Attribute
{
    /// <summary>The shape of one sample; each size is at least 1.</summary>
    public int[] InputShape { get; } = inputShape;
}
