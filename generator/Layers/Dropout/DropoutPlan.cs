using NetGen.Generator.Model;

namespace NetGen.Generator.Layers.Dropout;

/// <summary>The plan of a dropout layer: its output lies as its input does.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
/// <param name="Number">The layer's place in the network, from 1.</param>
/// <param name="Name">The public name.</param>
/// <param name="MethodName">The name as part of a method's.</param>
/// <param name="Input">What it takes.</param>
/// <param name="Output">What it gives.</param>
/// <param name="Rate">The probability that a value is dropped.</param>
internal sealed record DropoutPlan(int Number, string Name, string MethodName, ValuePlan Input, ValuePlan Output, float Rate)
    : LayerPlan("Dropout", Number, Name, MethodName, Input, Output, "Identity", 0f);
