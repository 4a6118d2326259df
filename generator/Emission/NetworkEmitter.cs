using System.Text;
using NetGen.Generator.Model;

namespace NetGen.Generator.Emission;

internal static class NetworkEmitter
{
    public static string Emit(NetworkPlan plan)
    {
        StringBuilder text = new();
        if (plan.Type.Namespace.Length > 0) text.Append("namespace ").Append(plan.Type.Namespace).Append(";\n\n");
        foreach (string type in plan.Type.ContainingTypes) text.Append(type).Append("\n{\n");
        text.Append("partial class ").Append(plan.Type.Name).Append("\n{\n}\n");
        foreach (string _ in plan.Type.ContainingTypes) text.Append("}\n");
        return text.ToString();
    }
}
