using NetGen.Generator.Model;

namespace NetGen.Generator.Layers.Dense;

/// <summary>The plan of a dense layer.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
internal sealed record DensePlan(
    int Number,
    string Name,
    string MethodName,
    ValuePlan Input,
    ValuePlan Output,
    string Activation,
    float Alpha)
    : LayerPlan("Dense", Number, Name, MethodName, Input, Output, Activation, Alpha)
{
    /// <summary>The inputs n.</summary>
    public int Inputs => Input.Shape.Count;

    /// <summary>The outputs m.</summary>
    public int Outputs => Output.Shape.Count;

    /// <summary>The last outputs whose weights are rows instead of a panel: 0 to 4.</summary>
    public int RowOutputs { get; init; }

    /// <summary>The floats from one row of weights to the next.</summary>
    public int RowLength { get; init; }

    /// <summary>The inputs that a row's whole sixteens meet.</summary>
    public int WholeInputs => Inputs / 16 * 16;

    /// <summary>The lanes of all panels.</summary>
    public int PanelLanes => RowOutputs > 0 ? Outputs - RowOutputs : Output.Lanes;

    /// <summary>The outputs that fill whole panels of 32 lanes.</summary>
    public int WidePanelLanes => PanelLanes / 32 * 32;

    /// <summary>The outputs in a last panel of 16 lanes, after the wide ones: 0 or 16.</summary>
    public int NarrowPanelLanes => PanelLanes % 32;

    /// <summary>Whether the layer adds a bias.</summary>
    public bool HasBias { get; init; }

    /// <summary>Whether the forward pass of one sample is written out input by input, without a loop.</summary>
    public bool IsUnrolled { get; init; }

    /// <summary>Whether f is applied to the accumulators of one sample, instead of in a loop after them.</summary>
    public bool IsActivationInSample { get; init; }

    /// <summary>Whether f is applied to the accumulators of a batch's register tile, instead of in a pass of its own.</summary>
    public bool IsActivationInTile { get; init; }

    /// <summary>dx of a batch: the inputs whose weights are used for every row before the next ones are read, so that they stay in cache; 0 if all do.</summary>
    public int InputGradientBlock { get; init; }

    /// <summary>The formula of z: <c>W1·x + b1</c>.</summary>
    public string Logits => $"W{Number}·{Input.Name}" + (HasBias ? $" + b{Number}" : "");

    /// <summary>The constant that holds where the weights start.</summary>
    public string W => $"W{Number}";

    /// <summary>The constant that holds where the biases start.</summary>
    public string B => $"B{Number}";
}
