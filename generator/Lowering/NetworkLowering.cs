using NetGen.Generator.Model;

namespace NetGen.Generator.Lowering;

internal static class NetworkLowering
{
    public static LoweringResult Lower(NetworkDeclaration declaration) => new(new NetworkPlan(declaration.Type), EquatableArray<DeclarationIssue>.Empty);
}
