using NetGen;

namespace Activations;

// Networks for one task each, which differ in the activation of their outputs.

[Network(30), Dense(16, Activation.ReLU), Dense(1, Activation.Sigmoid)]
public sealed partial class TumourSigmoid;

[Network(30), Dense(16, Activation.ReLU), Dense(1)]
public sealed partial class TumourIdentity;

[Network(30), Dense(16, Activation.ReLU), Dense(1, Activation.Tanh)]
public sealed partial class TumourTanh;

[Network(30), Dense(16, Activation.ReLU), Dense(1, Activation.ReLU)]
public sealed partial class TumourReLU;

[Network(64), Dense(32, Activation.ReLU), Dense(10, Activation.Softmax)]
public sealed partial class DigitSoftmax;

[Network(64), Dense(32, Activation.ReLU), Dense(10)]
public sealed partial class DigitIdentity;

[Network(64), Dense(32, Activation.ReLU), Dense(10, Activation.Sigmoid)]
public sealed partial class DigitSigmoid;

[Network(64), Dense(32, Activation.ReLU), Dense(10, Activation.ReLU)]
public sealed partial class DigitReLU;

[Network(10), Dense(16, Activation.Tanh), Dense(1)]
public sealed partial class DiabetesIdentity;

[Network(10), Dense(16, Activation.Tanh), Dense(1, Activation.Tanh)]
public sealed partial class DiabetesTanh;

[Network(10), Dense(16, Activation.Tanh), Dense(1, Activation.ReLU)]
public sealed partial class DiabetesReLU;
