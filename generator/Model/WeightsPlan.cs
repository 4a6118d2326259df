namespace NetGen.Generator.Model;

/// <summary>Where the generated constructor finds the weights, every number decided.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value.</remarks>
/// <param name="File">The name of the file.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Tensors">For each tensor of the network, in its order: where its values begin in the file, and the member of the runtime's <c>WeightType</c>.</param>
/// <param name="SelfCheck">The samples that come with the weights; null if there are none.</param>
internal sealed record WeightsPlan(string File, int Length, EquatableArray<WeightPlan> Tensors, SelfCheckPlan? SelfCheck);

/// <summary>The values of one tensor in the file.</summary>
/// <param name="Offset">Where they begin, in bytes.</param>
/// <param name="Type">The member of the runtime's <c>WeightType</c>.</param>
internal sealed record WeightPlan(int Offset, string Type);

/// <summary>Samples with their outputs in the file.</summary>
/// <param name="Samples">How many there are.</param>
/// <param name="InputsOffset">Where the samples begin, in bytes.</param>
/// <param name="OutputsOffset">Where the outputs begin, in bytes.</param>
internal sealed record SelfCheckPlan(int Samples, int InputsOffset, int OutputsOffset);
