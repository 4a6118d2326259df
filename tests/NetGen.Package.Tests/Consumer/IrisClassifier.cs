using NetGen;

namespace Consumer;

[Network(4)]
[Dense(8, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
public sealed partial class IrisClassifier;
