namespace NetGen.Benchmarks;

/// <summary>W1: a tiny network, as for the iris data.</summary>
[Network(4)]
[Dense(16, Activation.Tanh)]
[Dense(16, Activation.Tanh)]
[Dense(3, Activation.Softmax)]
public sealed partial class TinyTanh;

/// <summary>W2: the digits network.</summary>
[Network(64)]
[Dense(32, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Digits;

/// <summary>W4: a network for images of 28 by 28.</summary>
[Network(784)]
[Dense(128, Activation.ReLU)]
[Dense(64, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Images;
