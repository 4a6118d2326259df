using NetGen;

namespace KnowledgeTransfer;

/// <summary>109,386 parameters.</summary>
[Network(784)]
[Dense(128, Activation.ReLU)]
[Dense(64, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Teacher;

/// <summary>6,370 parameters: a seventeenth of the teacher's.</summary>
[Network(784)]
[Dense(8, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Student;
