using NetGen;

namespace Digits;

/// <summary>Tells the ten digits apart in images of 8 × 8 pixels.</summary>
[Network(64)]
[Dense(32, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class DigitClassifier;
