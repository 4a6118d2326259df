using System.Linq;

namespace NetGen.Generator.Model;

/// <summary>Everything that will be emitted for a network, every number decided: emission prints it and computes nothing.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
/// <param name="Type">The class that declares it.</param>
/// <param name="InputShape">The shape of one sample.</param>
/// <param name="OutputShape">The shape of one output.</param>
/// <param name="Layers">The layers, from the input to the output.</param>
/// <param name="Tensors">The parameters, in the order of the layers.</param>
/// <param name="ParameterCount">The number of weights and biases.</param>
/// <param name="ParameterBufferLength">The floats of the parameter buffer, padding included.</param>
/// <param name="Inference">The stack scratch of a forward pass of one sample.</param>
/// <param name="BatchInference">The stack scratch of a forward pass of a tile of a batch.</param>
/// <param name="Training">The stack scratch of a backward pass, for one sample and for a tile of a batch.</param>
/// <param name="Clipped">The stack scratch of a backward pass that bounds each sample's gradient, for a tile of a batch.</param>
/// <param name="Weights">The weights in the assembly; null if there are none.</param>
/// <param name="SkipLocalsInit">Whether methods with scratch may leave it uninitialised.</param>
internal sealed record NetworkPlan(
    TypeDeclaration Type,
    Shape InputShape,
    Shape OutputShape,
    EquatableArray<LayerPlan> Layers,
    EquatableArray<TensorPlan> Tensors,
    int ParameterCount,
    int ParameterBufferLength,
    ScratchPlan Inference,
    ScratchPlan BatchInference,
    ScratchPlan Training,
    ScratchPlan Clipped,
    WeightsPlan? Weights,
    bool SkipLocalsInit)
{
    /// <summary>The last layer.</summary>
    public LayerPlan Output => Layers[Layers.Count - 1];

    /// <summary>The first layer whose parameters are trained. What comes before takes part in a backward pass only if dL/dinput is wanted.</summary>
    public LayerPlan FirstTrained => Layers.First(static layer => layer.IsTrained);

    /// <summary>Whether backward passes take masks that say what is dropped.</summary>
    public bool HasDropout => Layers.Any(static layer => layer.TakesMasks);
}
