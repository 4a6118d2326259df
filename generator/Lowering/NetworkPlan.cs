namespace NetGen.Generator.Model;

internal sealed record NetworkPlan(TypeDeclaration Type);
