using NetGen;

namespace Binary;

/// <summary>Thirty measurements of cell nuclei in, the probability that the tumour is benign out.</summary>
[Network(30)]
[Dense(16, Activation.ReLU)]
[Dense(1, Activation.Sigmoid)]
public sealed partial class TumourClassifier;
