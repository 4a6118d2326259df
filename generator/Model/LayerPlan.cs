namespace NetGen.Generator.Model;

/// <summary>What every layer's plan holds: enough for the network's own methods to call the layer's.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
/// <param name="Kind">The key into the layer catalogue.</param>
/// <param name="Number">The layer's place in the network, from 1: the number in h1, W1, b1.</param>
/// <param name="Name">The public name, which begins the names of its tensors: <c>dense1</c>.</param>
/// <param name="MethodName">The name as part of a method's: <c>Dense1</c>.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Activation">The name of its activation in the catalogue.</param>
/// <param name="Alpha">The activation's parameter, if it has one.</param>
internal abstract record LayerPlan(
    string Kind,
    int Number,
    string Name,
    string MethodName,
    ValuePlan Input,
    ValuePlan Output,
    string Activation,
    float Alpha)
{
    /// <summary>Whether this is the last layer, whose methods stop at the logits z.</summary>
    public bool IsLast { get; init; }

    /// <summary>Whether back-propagation needs z beside the output, since f′ is not a function of f.</summary>
    public bool SavesLogits { get; init; }

    /// <summary>The name of what f′ is computed from, z or h; null where there is nothing to compute.</summary>
    public string? DerivativeSource { get; init; }

    /// <summary>Whether a batch's rows of outputs are whole vectors and need nothing more, so that the layer can write them where the caller wants them.</summary>
    public bool WritesOutputs { get; init; }

    /// <summary>Whether training changes parameters of the layer.</summary>
    public bool IsTrained { get; init; }

    /// <summary>
    /// Whether the backward method of a batch takes a parameter that says whether dL/dz is still to be made of dL/dh: for the first trained layer, where a pass that bounds samples'
    /// gradients has it already.
    /// </summary>
    public bool DerivesOnDemand { get; init; }

    /// <summary>Whether the layer does nothing in inference: its output is its input.</summary>
    public bool IsTrainingOnly { get; init; }

    /// <summary>Whether the layer's method takes the masks of a pass, which say what is dropped.</summary>
    public bool TakesMasks { get; init; }

    /// <summary>The number of parameters.</summary>
    public int ParameterCount { get; init; }
}

/// <summary>A value that flows between layers, as it lies in memory.</summary>
/// <param name="Name">Its name in the formulas and in the code: <c>x</c>, <c>h1</c>, <c>y</c>.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Lanes">The floats one sample takes: the size rounded up to whole vectors, or exact for the caller's buffers.</param>
/// <param name="RowStride">The floats from one sample to the next in a batch.</param>
/// <param name="GradientStride">The same for its gradient.</param>
internal sealed record ValuePlan(string Name, Shape Shape, int Lanes, int RowStride, int GradientStride);
