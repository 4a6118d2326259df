namespace NetGen.Generator.Model;

/// <summary>A parameter tensor and its place in the parameter buffer.</summary>
/// <param name="Name">The public name: <c>dense1.weight</c>.</param>
/// <param name="Constant">The name of the constant that holds its offset: <c>W1</c>.</param>
/// <param name="Shape">The canonical shape.</param>
/// <param name="Layout">The member of the runtime's <c>TensorLayout</c>.</param>
/// <param name="Offset">Where it starts in the buffer, in floats.</param>
/// <param name="Length">The floats it takes in the buffer, padding included.</param>
/// <param name="Initializer">The member of the runtime's <c>Initializer</c>, never <c>Auto</c>.</param>
/// <param name="InitialValue">The value under <c>Initializer.Constant</c>.</param>
/// <param name="IsTrained">Whether training changes it.</param>
internal sealed record TensorPlan(
    string Name,
    string Constant,
    Shape Shape,
    string Layout,
    int Offset,
    int Length,
    string Initializer,
    float InitialValue,
    bool IsTrained);
