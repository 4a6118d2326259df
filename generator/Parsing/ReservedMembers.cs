using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Parsing;

/// <summary>The members that the generator writes, and that the user's half of the class therefore cannot have.</summary>
internal static class ReservedMembers
{
    private const string Input = "System.ReadOnlySpan<float>";
    private const string Output = "System.Span<float>";

    /// <summary>Constants, properties and fields: nothing else may have their names.</summary>
    private static readonly ImmutableHashSet<string> _names =
    [
        "InputSize", "OutputSize", "ParameterCount", "ParameterBufferLength", "Architecture", "Parameters", "_parameters",
    ];

    /// <summary>Methods: another method may overload them. A method's type parameters are written !0, !1.</summary>
    private static readonly ImmutableHashSet<string> _signatures =
    [
        ".ctor()",
        ".ctor(int)",
        "Initialize(int)",
        $"Forward({Input}, {Output})",
        $"ForwardBatch({Input}, {Output})",
        $"Predict({Input})",
        $"Backward({Input}, {Input}, !0, {Output}, {Output}, bool)",
        $"BackwardBatch({Input}, {Input}, !0, {Output}, {Output}, bool)",
        $"BackwardBatch(NetGen.TrainingPass, {Input}, {Input}, !0, {Output}, bool)",
        $"Backward({Input}, {Input}, {Output}, {Output}, bool)",
        $"BackwardBatch({Input}, {Input}, {Output}, {Output}, bool)",
    ];

    /// <summary>The method of networks whose weights are in the assembly.</summary>
    private const string SelfCheck = "SelfCheck";

    private static readonly ImmutableHashSet<string> _methods = [.. _signatures.Select(static signature => signature.Substring(0, signature.IndexOf('(')))];

    /// <summary>Whether a member has the name: a class that has it, too, cannot contain it.</summary>
    public static bool HasName(string name, bool hasWeights) => _names.Contains(name) || _methods.Contains(name) || (hasWeights && name == SelfCheck);

    /// <summary>The members of a type that are in the way of those of a network, with weights in the assembly or without.</summary>
    public static IEnumerable<ISymbol> FindIn(INamedTypeSymbol type, bool hasWeights) =>
        type.GetMembers().Where(member => !member.IsImplicitlyDeclared && (Collides(member) || (hasWeights && IsSelfCheck(member))));

    private static bool IsSelfCheck(ISymbol member) => member.Name == SelfCheck && member is not IMethodSymbol { Parameters.IsEmpty: false };

    private static bool Collides(ISymbol member) =>
        _names.Contains(member.Name) || (_methods.Contains(member.Name) && (member is not IMethodSymbol method || _signatures.Contains(SignatureOf(method))));

    private static string SignatureOf(IMethodSymbol method) => $"{method.Name}({string.Join(", ", method.Parameters.Select(TypeOf))})";

    private static string TypeOf(IParameterSymbol parameter)
    {
        string type = parameter.Type is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Method } own
            ? $"!{own.Ordinal}"
            : parameter.Type.ToDisplayString();
        return parameter.RefKind == RefKind.None ? type : $"ref {type}";
    }
}
