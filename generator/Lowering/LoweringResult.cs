using NetGen.Generator.Model;

namespace NetGen.Generator.Lowering;

/// <summary>What lowering made of a declaration.</summary>
/// <remarks>Flows through the incremental pipeline: immutable, compared by value, no symbols.</remarks>
/// <param name="Plan">What to emit; null if the layers have an error. With weights that do not fit it is the network without them, so that one error does not bring many.</param>
/// <param name="Issues">What is wrong with it, or doubtful.</param>
internal sealed record LoweringResult(NetworkPlan? Plan, EquatableArray<DeclarationIssue> Issues);
