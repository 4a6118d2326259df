using NetGen;

namespace KnowledgeTransfer;

/// <summary>109,386 parameters.</summary>
[Network(784)]
[Dense(128, Activation.ReLU)]
[Dense(64, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Teacher;

/// <summary>13,002 parameters: an eighth of the teacher's.</summary>
[Network(784)]
[Dense(16, Activation.ReLU)]
[Dense(16, Activation.ReLU)]
[Dense(10, Activation.Softmax)]
public sealed partial class Student;
