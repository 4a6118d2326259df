using NetGen;

namespace Inference;

/// <summary>Tells which of ten digits an image of 8×8 grey values from 0 to 16 shows. Its weights are inside the program.</summary>
[Network(64)]
[Dense(32, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
[Weights("Data/digits.safetensors")]
internal sealed partial class DigitClassifier;
