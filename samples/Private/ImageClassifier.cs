using NetGen;

namespace PrivateTraining;

/// <summary>28 × 28 pixels in, the probabilities of ten digits out. Bounded activations keep gradients small, which noise costs less.</summary>
[Network(784)]
[Dense(64, Activation.Tanh)]
[Dense(10, Activation.Softmax)]
public sealed partial class ImageClassifier;
