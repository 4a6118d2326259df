namespace NetGen.Benchmarks.Workloads;

/// <summary>W1: a tiny network, as for the iris data.</summary>
[Network(4)]
[Dense(16, Activation.Tanh)]
[Dense(16, Activation.Tanh)]
[Dense(3, Activation.Softmax)]
public sealed partial class Iris;

/// <summary>W2: images of digits, 8 by 8.</summary>
[Network(64)]
[Dense(32, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Digits;

/// <summary>W3: a regression, as in control and audio.</summary>
[Network(16)]
[Dense(64, Activation.Tanh)]
[Dense(64, Activation.Tanh)]
[Dense(1)]
public sealed partial class Control;

/// <summary>W4: images of 28 by 28.</summary>
[Network(784)]
[Dense(128, Activation.ReLU)]
[Dense(64, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Images;

/// <summary>W5: wide layers, a megabyte of weights in one of them.</summary>
[Network(256)]
[Dense(512, Activation.ReLU)]
[Dense(512, Activation.ReLU)]
[Dense(256)]
public sealed partial class Wide;

/// <summary>A network of none of these sizes, to be the first of a process.</summary>
[Network(5)]
[Dense(20, Activation.Tanh)]
[Dense(40, Activation.ReLU)]
[Dense(12, Activation.Softmax)]
public sealed partial class First;
