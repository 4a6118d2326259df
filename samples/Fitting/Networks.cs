using NetGen;

namespace Fitting;

/// <summary>More units than 150 images can tell apart: it learns them by heart.</summary>
[Network(64)]
[Dense(128, Activation.ReLU)]
[Dense(128, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Large;

/// <summary>The same with dropout after the input and after each hidden layer.</summary>
[Network(64)]
[Dropout(0.2f)]
[Dense(128, Activation.ReLU)]
[Dropout(0.5f)]
[Dense(128, Activation.ReLU)]
[Dropout(0.5f)]
[Dense(10, Activation.Softmax)]
public sealed partial class LargeWithDropout;

/// <summary>A tenth of the parameters.</summary>
[Network(64)]
[Dense(24, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Small;

/// <summary>Two hidden units for ten classes: too few.</summary>
[Network(64)]
[Dense(2, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Tiny;

/// <summary>Takes the means of the eight rows of an image, and so knows nothing of its columns.</summary>
[Network(8)]
[Dense(24, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class RowMeansClassifier;
