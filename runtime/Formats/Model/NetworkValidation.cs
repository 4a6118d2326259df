using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats;

/// <summary>The one place that says what a <see cref="NetworkModel"/> must be for the generator, the files and the exports to take it.</summary>
internal static class NetworkValidation
{
    /// <summary>The most inputs, and the most units of a layer, that the generator takes.</summary>
    public const int MaxUnits = 1 << 20;

    /// <summary>The most layers: far more than the generator can make code of, and few enough to be looked through in any order.</summary>
    public const int MaxLayers = 2000;

    /// <summary>What a class may be called, for messages.</summary>
    public const string ClassNames = "letters, digits and underscores, no keyword, and no name of what the generated class has or needs.";

    private static readonly string[] _keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate",
            "do", "double", "else",
        "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface",
            "internal", "is", "lock",
        "long", "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return",
            "sbyte", "sealed",
        "short", "sizeof", "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked",
            "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while", "file", "record", "required", "scoped", "partial", "where", "yield", "var", "dynamic", "nint", "nuint", "field",
            "extension",
    ];

    // The generated half of the class has these, and so it cannot be called so.
    private static readonly string[] _members =
    [
        "InputSize", "OutputSize", "ParameterCount", "ParameterBufferLength", "Architecture", "Parameters", "_parameters", "Initialize", "Forward",
            "ForwardBatch", "Predict",
        "Backward", "BackwardBatch",
    ];

    // What the source names without its namespace: a class or a namespace of that name would be found in its place.
    private static readonly string[] _used =
        ["Activation", "NetworkAttribute", "DenseAttribute", "DropoutAttribute", "StandardizeAttribute", "WeightsAttribute"];

    // A class without a namespace, or in NetGen's own, would be found in the place of these.
    private static readonly string[] _namespaces = ["NetGen", "System"];

    /// <summary>What no part of a namespace may be, for messages.</summary>
    public static string NamesInUse => string.Join(", ", _used);

    /// <summary>Whether a text is a plain C# identifier: Latin letters, digits and underscores, no keyword.</summary>
    public static bool IsIdentifier(string text) =>
        text.Length is > 0 and <= 256 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && !_keywords.Contains(text);

    /// <summary>Whether a class may have the name.</summary>
    public static bool IsClassName(string text) => IsIdentifier(text) && !_members.Contains(text) && !_used.Contains(text) && !_namespaces.Contains(text);

    /// <summary>Whether a text can stand behind <c>namespace</c>, and hides nothing that the class needs.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(part => IsIdentifier(part) && !_used.Contains(part));

    /// <summary>The model itself.</summary>
    /// <exception cref="ImportException">It is not a network; every reason is named.</exception>
    public static NetworkModel Require(NetworkModel model) => Check(model) is { IsEmpty: false } problems ? throw new ImportException(problems) : model;

    /// <summary>Everything that is wrong with a model; empty if nothing is.</summary>
    public static ImmutableArray<ImportProblem> Check(NetworkModel model)
    {
        var problems = ImmutableArray.CreateBuilder<ImportProblem>();
        if (!IsClassName(model.Name))
            problems.Add(new("the network", $"its name {Quote(model.Name)} cannot be the name of a class.", ClassNames));
        if (model.InputSize is < 1 or > MaxUnits) problems.Add(new("the network", $"it has {model.InputSize} inputs.", $"1 to {MaxUnits}."));
        if (model.Layers.IsDefaultOrEmpty || !model.Layers.OfType<DenseLayer>().Any())
        {
            problems.Add(new("the network", "it has no dense layers."));
            return problems.ToImmutable();
        }

        if (model.Layers.Length > MaxLayers) problems.Add(new("the network", $"it has {model.Layers.Length} layers.", $"at most {MaxLayers}."));
        CheckNames(model, problems);
        int size = model.InputSize;
        for (int i = 0; i < model.Layers.Length; i++)
        {
            string where = $"layer {Quote(model.Layers[i].Name)}";
            switch (model.Layers[i])
            {
                case DenseLayer dense:
                    CheckDense(dense, size, where, problems);
                    size = dense.Units;
                    break;
                case StandardizeLayer standardize:
                    if (i > 0) problems.Add(new(where, "it standardises the input, and is not the first layer."));
                    CheckValues(standardize.Mean, size, "mean", where, problems);
                    CheckValues(standardize.Scale, size, "scale", where, problems);
                    if (Array.IndexOf(standardize.Scale, 0f) is >= 0 and int zero)
                        problems.Add(new(where, $"value {zero} of its scale is 0, which nothing can be divided by."));
                    break;
                case DropoutLayer dropout:
                    if (!(dropout.Rate is >= 0f and < 1f)) problems.Add(new(where, $"its rate is {dropout.Rate}.", "[0, 1)."));
                    break;
            }
        }

        if (model.Layers[^1] is not DenseLayer)
            problems.Add(new($"layer {Quote(model.Layers[^1].Name)}", "it is the last layer, which has to be a dense one."));
        return problems.ToImmutable();
    }

    /// <summary>A name for a message.</summary>
    public static string Quote(string name) => SafetensorsHeader.Quote(name);

    private static void CheckNames(NetworkModel model, ImmutableArray<ImportProblem>.Builder problems)
    {
        // The generator makes methods of them, with a capital: dense1 and Dense1 would collide.
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (LayerModel layer in model.Layers)
        {
            if (!IsIdentifier(layer.Name)) problems.Add(new($"layer {Quote(layer.Name)}", "its name is not an identifier."));
            else if (!names.Add(char.ToUpperInvariant(layer.Name[0]) + layer.Name[1..]))
                problems.Add(new($"layer {Quote(layer.Name)}", "another layer has its name."));
        }
    }

    private static void CheckDense(DenseLayer dense, int size, string where, ImmutableArray<ImportProblem>.Builder problems)
    {
        if (dense.Units is < 1 or > MaxUnits || dense.Inputs is < 1 or > MaxUnits)
        {
            problems.Add(new(where, $"it has {dense.Inputs} inputs and {dense.Units} units.", $"1 to {MaxUnits}."));
            return;
        }

        if (dense.Inputs != size) problems.Add(new(where, $"it takes {dense.Inputs} inputs, and is given {size}."));
        CheckValues(dense.Weight, (long)dense.Units * dense.Inputs, "weight", where, problems);
        if (dense.Bias is not null) CheckValues(dense.Bias, dense.Units, "bias", where, problems);
        if (!Enum.IsDefined(dense.Activation)) problems.Add(new(where, $"its activation is {(int)dense.Activation}, which is none."));
        if (dense.Activation is Activation.Softmax or Activation.LogSoftmax && dense.Units == 1)
            problems.Add(new(where, $"{dense.Activation} of a single unit is the same for every input.", "Sigmoid."));
        if (dense.Activation == Activation.LeakyReLU && dense.Alpha is not (>= 0f and <= 1f))
            problems.Add(new(where, $"the slope of LeakyReLU is {dense.Alpha}.", "0 to 1."));
        if (dense.Activation == Activation.ELU && !(dense.Alpha > 0f && float.IsFinite(dense.Alpha)))
            problems.Add(new(where, $"the scale of ELU is {dense.Alpha}.", "above 0."));
    }

    private static void CheckValues(float[] values, long count, string tensor, string where, ImmutableArray<ImportProblem>.Builder problems)
    {
        if (values.Length != count) problems.Add(new(where, $"its {tensor} has {values.Length} values, not {count}."));
        int index = Finite.IndexOfNonFinite(values);
        if (index >= 0) problems.Add(new(where, $"value {index} of its {tensor} is {values[index]}.", "finite values."));
    }
}
