using NetGen;

namespace FromPyTorch;

/// <summary>A network of 64 inputs and 10 outputs, with 4,546 parameters.</summary>
/// <remarks>
/// <code>
/// layer   output  parameters
/// dense1      48       3,120  ReLU
/// dense2      24       1,176  ReLU
/// dense3      10         250  LogSoftmax
/// </code>
/// </remarks>
[Network(64)]
[Dense(48, Activation.ReLU)]
[Dense(24, Activation.ReLU)]
[Dense(10, Activation.LogSoftmax)]
[Weights("DigitNet.safetensors")]
public sealed partial class DigitNet;
