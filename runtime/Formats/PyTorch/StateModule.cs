using System;
using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats;

/// <summary>What a module of a state dict is.</summary>
internal enum ModuleKind
{
    /// <summary>weight [out, in], perhaps bias [out].</summary>
    Dense,

    /// <summary>running_mean and running_var, perhaps weight and bias, all [n].</summary>
    BatchNorm,

    /// <summary>NetGen's mean and scale, both [n].</summary>
    Standardize,
}

/// <summary>The tensors of one module.</summary>
/// <param name="Name">The name: that of the tensors without their last part; empty for a module by itself.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Tensors">The tensors by the last part of their names.</param>
internal sealed record StateModule(string Name, ModuleKind Kind, IReadOnlyDictionary<string, StateTensor> Tensors)
{
    /// <summary>Whether it is a dense layer.</summary>
    public bool IsDense => Kind == ModuleKind.Dense;

    /// <summary>The values of a tensor, if it is there.</summary>
    public float[]? this[string part] => Tensors.TryGetValue(part, out StateTensor? tensor) ? tensor.Values : null;

    /// <summary>The inputs of a dense layer; the values of another module.</summary>
    public int Inputs => IsDense ? (int)Tensors["weight"].Shape[1] : Units;

    /// <summary>The outputs.</summary>
    public int Units => (int)Tensors[Kind switch { ModuleKind.Dense => "weight", ModuleKind.BatchNorm => "running_mean", _ => "mean" }].Shape[0];

    /// <summary>The shape for a message: <c>'fc1' [10, 64]</c>.</summary>
    public string Description => IsDense ? $"'{Name}' [{Units}, {Inputs}]" : $"'{Name}' [{Units}]";

    /// <summary>The module as a dense layer.</summary>
    public DenseParts ToDense() => new(Name.Length > 0 ? Name : "weight", Inputs, Units, this["weight"]!, this["bias"]);

    /// <summary>The module as a scale and a shift.</summary>
    public Affine ToAffine(double epsilon) =>
        Affine.BatchNorm($"The batch normalisation '{Name}'", this["weight"], this["bias"], this["running_mean"]!, this["running_var"]!, epsilon);
}

/// <summary>Finds the modules of a state dict.</summary>
internal static class StateModules
{
    private const string Supported = "Linear (weight [out, in], bias [out]) and BatchNorm1d (weight, bias, running_mean, running_var, all [n]).";

    // What wrappers put before every name: DataParallel and DistributedDataParallel, torch.compile.
    private static readonly string[] _prefixes = ["module.", "_orig_mod."];
    private static readonly string[] _recurrent = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    /// <summary>The modules, in no order; what is none is a problem.</summary>
    public static List<StateModule> Of(StateDict state, NetworkBuilder builder)
    {
        int skip = CommonPrefix(state);
        var modules = new List<StateModule>();
        foreach (IGrouping<string, StateTensor> group in state.Tensors.GroupBy(tensor => ModuleOf(tensor.Name[skip..])))
        {
            int problems = builder.Problems.Count;
            Dictionary<string, StateTensor> tensors = group.ToDictionary(tensor => tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..], StringComparer.Ordinal);
            ModuleKind? kind = KindOf(tensors);
            foreach ((string part, StateTensor tensor) in tensors)
            {
                if (part == "num_batches_tracked" && kind == ModuleKind.BatchNorm) continue;
                if (kind is null || Expected(kind.Value, part) is not { } rank) Refuse(tensor, builder);
                else if (!tensor.IsFloat) builder.Fail(Where(tensor), $"its type is {tensor.DataType}.", "F32, F16, BF16 and F64.");
                else if (tensor.Shape.Length != rank) Refuse(tensor, builder);
                else if (tensor.Shape.Any(size => size is < 1 or > NetworkValidation.MaxUnits))
                    builder.Fail(Where(tensor), $"its shape is {tensor.Description}.", $"sizes of 1 to {NetworkValidation.MaxUnits}.");
                else if (Finite.IndexOfNonFinite(tensor.Values) is >= 0 and int index)
                    builder.Fail(Where(tensor), $"value {index} is {tensor.Values[index]}, as a float.", "finite values.");
            }

            if (builder.Problems.Count > problems) continue;
            var module = new StateModule(group.Key, kind!.Value, tensors);
            foreach ((string part, StateTensor tensor) in tensors)
            {
                if (part != "num_batches_tracked" && tensor.Shape.Length == 1 && tensor.Shape[0] != module.Units)
                    builder.Fail(Where(tensor), $"it is {tensor.Description}, and its module has {module.Units} units.");
            }

            modules.Add(module);
        }

        if (modules.Count > NetworkValidation.MaxLayers)
            builder.Fail("the file", $"it has {modules.Count} modules.", $"at most {NetworkValidation.MaxLayers}.");
        return modules;
    }

    private static ModuleKind? KindOf(Dictionary<string, StateTensor> tensors) =>
        tensors.ContainsKey("running_mean") && tensors.ContainsKey("running_var") ? ModuleKind.BatchNorm
        : tensors.ContainsKey("mean") && tensors.ContainsKey("scale") ? ModuleKind.Standardize
        : tensors.ContainsKey("weight") ? ModuleKind.Dense
        : null;

    private static int? Expected(ModuleKind kind, string part) => (kind, part) switch
    {
        (ModuleKind.Dense, "weight") => 2,
        (ModuleKind.Dense, "bias") => 1,
        (ModuleKind.BatchNorm, "weight" or "bias" or "running_mean" or "running_var") => 1,
        (ModuleKind.Standardize, "mean" or "scale") => 1,
        _ => null,
    };

    private static void Refuse(StateTensor tensor, NetworkBuilder builder)
    {
        string part = tensor.Name[(tensor.Name.LastIndexOf('.') + 1)..];
        string what = part switch
        {
            _ when _recurrent.Any(start => part.StartsWith(start, StringComparison.Ordinal)) => "it is of an RNN, LSTM or GRU",
            "in_proj_weight" or "in_proj_bias" => "it is of an attention",
            "weight" when tensor.Shape.Length is 3 or 4 or 5 => $"it is of a convolution of {tensor.Shape.Length - 2} dimensions",
            "weight" when tensor.Shape.Length == 1 => "it is of a LayerNorm or a PReLU",
            _ => "it is of no layer that can be imported",
        };
        builder.Fail(Where(tensor), $"{what}, {tensor.Description}.", Supported);
    }

    private static int CommonPrefix(StateDict state)
    {
        int skip = 0;
        while (!state.Tensors.IsEmpty && _prefixes.FirstOrDefault(IsCommon) is { } found) skip += found.Length;
        return skip;

        bool IsCommon(string prefix) => state.Tensors.All(tensor => tensor.Name.AsSpan(skip).StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string ModuleOf(string name) => name.LastIndexOf('.') is var end and >= 0 ? name[..end] : "";

    private static string Where(StateTensor tensor) => $"tensor {NetworkValidation.Quote(tensor.Name)}";
}
