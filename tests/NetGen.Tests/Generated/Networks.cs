// A softmax inside a network is unusual enough for a warning; here it is meant.
#pragma warning disable NETGEN011

namespace NetGen.Tests.Generated.Networks;

// Every activation inside a network and at its end, at sizes below, at and above those of vectors, tiles and panels.

[Network(7)]
[Dense(17, Activation.Identity)]
[Dense(3, Activation.Identity)]
public sealed partial class IdentityNetwork;

[Network(3)]
[Dense(33, Activation.Sigmoid)]
[Dense(1, Activation.Sigmoid)]
public sealed partial class SigmoidNetwork;

[Network(17)]
[Dense(7, Activation.Tanh, UseBias = false)]
[Dense(100, Activation.Tanh)]
[Dense(7, Activation.Tanh, UseBias = false)]
public sealed partial class TanhNetwork;

[Network(33)]
[Dense(100, Activation.ReLU)]
[Dense(33, Activation.ReLU)]
[Dense(17, Activation.ReLU)]
public sealed partial class ReLUNetwork;

[Network(1)]
[Dense(3, Activation.LeakyReLU)]
[Dense(17, Activation.LeakyReLU, Alpha = 0.25f)]
[Dense(7, Activation.LeakyReLU, Alpha = 0f, UseBias = false)]
[Dense(33, Activation.LeakyReLU, Alpha = 1f)]
[Dense(3, Activation.LeakyReLU, Alpha = 0.1f)]
public sealed partial class LeakyReLUNetwork;

[Network(17)]
[Dense(17, Activation.ELU)]
[Dense(7, Activation.ELU, Alpha = 0.5f)]
[Dense(17, Activation.ELU, Alpha = 2f)]
public sealed partial class ELUNetwork;

[Network(100)]
[Dense(33, Activation.SELU)]
[Dense(1, Activation.SELU)]
public sealed partial class SELUNetwork;

[Network(3)]
[Dense(100, Activation.GELU)]
[Dense(7, Activation.GELU)]
public sealed partial class GELUNetwork;

[Network(7)]
[Dense(33, Activation.GELUTanh)]
[Dense(33, Activation.GELUTanh)]
public sealed partial class GELUTanhNetwork;

[Network(33)]
[Dense(3, Activation.SiLU)]
[Dense(100, Activation.SiLU, UseBias = false)]
public sealed partial class SiLUNetwork;

[Network(1)]
[Dense(17, Activation.Softplus)]
[Dense(1, Activation.Softplus)]
public sealed partial class SoftplusNetwork;

[Network(7)]
[Dense(7, Activation.HardSigmoid)]
[Dense(17, Activation.HardSigmoid)]
public sealed partial class HardSigmoidNetwork;

[Network(100)]
[Dense(17, Activation.HardSwish)]
[Dense(33, Activation.HardSwish)]
public sealed partial class HardSwishNetwork;

[Network(17)]
[Dense(33, Activation.Mish, Name = "first")]
[Dense(3, Activation.Mish)]
public sealed partial class MishNetwork;

[Network(7)]
[Dense(17, Activation.Softmax)]
[Dense(33, Activation.Softmax, UseBias = false)]
public sealed partial class SoftmaxNetwork;

[Network(3)]
[Dense(33, Activation.LogSoftmax)]
[Dense(7, Activation.LogSoftmax)]
public sealed partial class LogSoftmaxNetwork;

[Network(1)]
[Dense(1)]
public sealed partial class SmallestNetwork;

[Network(3)]
[Dense(3, Activation.Sigmoid, UseBias = false)]
public sealed partial class LabelsNetwork;

// One to four outputs more than panels hold, inside a network and alone, with and without inputs that fill no vector.

[Network(100)]
[Dense(66, Activation.GELU)]
[Dense(67, Activation.Sigmoid)]
[Dense(65, Activation.Softplus, UseBias = false)]
[Dense(33, Activation.Tanh)]
public sealed partial class RowsNetwork;

[Network(64)]
[Dense(100, Activation.SiLU)]
[Dense(64, Activation.ReLU)]
[Dense(4, Activation.LeakyReLU)]
public sealed partial class FourRowsNetwork;

[Network(96)]
[Dense(3, Activation.Softmax)]
public sealed partial class ThreeRowsNetwork;

// The networks that NetGen's speed is measured on.

[Network(4)]
[Dense(16, Activation.Tanh)]
[Dense(16, Activation.Tanh)]
[Dense(3, Activation.Softmax)]
public sealed partial class IrisNetwork;

[Network(64)]
[Dense(32, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class DigitsNetwork;

[Network(16)]
[Dense(64, Activation.Tanh)]
[Dense(64, Activation.Tanh)]
[Dense(1)]
public sealed partial class RegressionNetwork;

[Network(784)]
[Dense(128, Activation.ReLU)]
[Dense(64, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class MnistNetwork;

// Layers that only training needs, and one that it leaves alone.

[Network(7)]
[Dropout(0.3f)]
[Dense(17, Activation.Tanh)]
[Dropout(0.5f)]
[Dense(33, Activation.SiLU)]
[Dropout(0f)]
[Dense(3, Activation.Softmax)]
public sealed partial class DropoutNetwork;

[Network(33)]
[Standardize]
[Dense(17, Activation.ReLU)]
[Dense(1)]
public sealed partial class StandardizedNetwork;

[Network(3)]
[Standardize]
[Dropout(0.2f)]
[Dense(130, Activation.GELU)]
[Dropout(0.4f)]
[Dense(1, Activation.Sigmoid)]
public sealed partial class StandardizedDropoutNetwork;
