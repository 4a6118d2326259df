using NetGen;

namespace Regression;

/// <summary>Linear regression: one neuron without activation.</summary>
[Network(10)]
[Dense(1)]
public sealed partial class LinearModel;

/// <summary>One hidden layer.</summary>
[Network(10)]
[Dense(16, Activation.Tanh)]
[Dense(1)]
public sealed partial class HiddenLayerModel;
