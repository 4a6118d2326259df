using NetGen;

namespace Flowers;

/// <summary>Tells the species of an iris from the lengths and widths of its sepal and petal, in centimetres. The other half of the class is generated.</summary>
[Network(4)]
[Standardize]
[Dense(16, Activation.ReLU)]
[Dense(3, Activation.Softmax)]
public sealed partial class FlowerClassifier;
