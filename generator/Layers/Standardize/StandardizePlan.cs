using NetGen.Generator.Model;

namespace NetGen.Generator.Layers.Standardize;

/// <summary>The plan of the standardisation of the input.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
/// <param name="Number">The layer's place in the network, from 1.</param>
/// <param name="Name">The public name.</param>
/// <param name="MethodName">The name as part of a method's.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Output">What it gives.</param>
internal sealed record StandardizePlan(int Number, string Name, string MethodName, ValuePlan Input, ValuePlan Output)
    : LayerPlan("Standardize", Number, Name, MethodName, Input, Output, "Identity", 0f)
{
    /// <summary>The constant that holds where the means start.</summary>
    public string Mean => $"Mean{Number}";

    /// <summary>The constant that holds where the scales start.</summary>
    public string Scale => $"Scale{Number}";
}
