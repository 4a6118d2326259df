using NetGen;

namespace Svm;

/// <summary>A value of which the sign decides: under hinge loss and an L2 penalty, a linear support-vector machine.</summary>
[Network(30), Dense(1)]
public sealed partial class TumourMachine;

/// <summary>The same on what a hidden layer makes of the measurements.</summary>
[Network(30), Dense(16, Activation.ReLU), Dense(1)]
public sealed partial class HiddenTumourMachine;

/// <summary>The probability that a tumour is benign.</summary>
[Network(30), Dense(16, Activation.ReLU), Dense(1, Activation.Sigmoid)]
public sealed partial class TumourProbability;

/// <summary>A value for each digit, of which the largest decides: under hinge loss, ten linear machines of one digit against the rest.</summary>
[Network(64), Dense(10)]
public sealed partial class DigitMachine;

/// <summary>The same on what a hidden layer makes of the pixels.</summary>
[Network(64), Dense(32, Activation.ReLU), Dense(10)]
public sealed partial class HiddenDigitMachine;

/// <summary>The probabilities of the digits.</summary>
[Network(64), Dense(32, Activation.ReLU), Dense(10, Activation.Softmax)]
public sealed partial class DigitProbabilities;
