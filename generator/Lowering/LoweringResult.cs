using NetGen.Generator.Model;

namespace NetGen.Generator.Lowering;

/// <summary>What lowering made of a declaration.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
/// <param name="Plan">What to emit, or null if one of the issues is an error.</param>
/// <param name="Issues">What is wrong with it, or doubtful.</param>
internal sealed record LoweringResult(NetworkPlan? Plan, EquatableArray<DeclarationIssue> Issues);
