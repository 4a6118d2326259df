using NetGen;

namespace Activations;

// The same network for digits, with each of the activations in its hidden layer.

[Network(64), Dense(32, Activation.Identity), Dense(10, Activation.Softmax)]
public sealed partial class IdentityHidden;

[Network(64), Dense(32, Activation.Sigmoid), Dense(10, Activation.Softmax)]
public sealed partial class SigmoidHidden;

[Network(64), Dense(32, Activation.Tanh), Dense(10, Activation.Softmax)]
public sealed partial class TanhHidden;

[Network(64), Dense(32, Activation.ReLU), Dense(10, Activation.Softmax)]
public sealed partial class ReLUHidden;

[Network(64), Dense(32, Activation.LeakyReLU), Dense(10, Activation.Softmax)]
public sealed partial class LeakyReLUHidden;

[Network(64), Dense(32, Activation.ELU), Dense(10, Activation.Softmax)]
public sealed partial class ELUHidden;

[Network(64), Dense(32, Activation.SELU), Dense(10, Activation.Softmax)]
public sealed partial class SELUHidden;

[Network(64), Dense(32, Activation.GELU), Dense(10, Activation.Softmax)]
public sealed partial class GELUHidden;

[Network(64), Dense(32, Activation.GELUTanh), Dense(10, Activation.Softmax)]
public sealed partial class GELUTanhHidden;

[Network(64), Dense(32, Activation.SiLU), Dense(10, Activation.Softmax)]
public sealed partial class SiLUHidden;

[Network(64), Dense(32, Activation.Softplus), Dense(10, Activation.Softmax)]
public sealed partial class SoftplusHidden;

[Network(64), Dense(32, Activation.HardSigmoid), Dense(10, Activation.Softmax)]
public sealed partial class HardSigmoidHidden;

[Network(64), Dense(32, Activation.HardSwish), Dense(10, Activation.Softmax)]
public sealed partial class HardSwishHidden;

[Network(64), Dense(32, Activation.Mish), Dense(10, Activation.Softmax)]
public sealed partial class MishHidden;
