using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace NetGen.Formats;

/// <summary>Finds the order of the modules of a state dict.</summary>
internal static class ModuleOrder
{
    private const string Option = "the modules in their order, by an option (--layers fc1,bn1,fc2).";

    /// <summary>The modules from the input to the output; a problem where that cannot be told.</summary>
    /// <param name="modules">The modules.</param>
    /// <param name="names">Their names in order; empty to find it out.</param>
    /// <param name="builder">Gets the problems and notes.</param>
    public static IReadOnlyList<StateModule> Of(IReadOnlyList<StateModule> modules, ImmutableArray<string> names, NetworkBuilder builder)
    {
        if (!names.IsEmpty) return Named(modules, names, builder);
        StateModule[] natural = [.. modules.OrderBy(module => module.Kind == ModuleKind.Standardize ? 0 : 1)
            .ThenBy(module => module.Name, NaturalOrder.Instance)];
        if (Chains(natural) && IsNumbered(natural)) return natural;

        StateModule[] dense = [.. natural.Where(module => module.IsDense)];
        if (Reorder(dense, builder) is { } found) dense = found;
        if (builder.Problems.Count > 0) return dense;
        List<StateModule> ordered = [.. natural.Where(module => module.Kind == ModuleKind.Standardize), .. dense];
        foreach (StateModule norm in natural.Where(module => module.Kind == ModuleKind.BatchNorm)) Place(norm, ordered, builder);
        return ordered;
    }

    /// <summary>How far apart two modules of one container are by their numbers; null where they have none.</summary>
    public static int? Gap(StateModule a, StateModule b)
    {
        (string before, string first) = Split(a.Name);
        (string container, string second) = Split(b.Name);
        return before == container && int.TryParse(first, out int from) && int.TryParse(second, out int to) ? to - from : null;
    }

    private static IReadOnlyList<StateModule> Named(IReadOnlyList<StateModule> modules, ImmutableArray<string> names, NetworkBuilder builder)
    {
        Dictionary<string, StateModule> left = modules.ToDictionary(module => module.Name, StringComparer.Ordinal);
        var ordered = new List<StateModule>();
        foreach (string name in names)
        {
            if (left.Remove(name, out StateModule? module)) ordered.Add(module);
            else builder.Fail($"the option for the order, {NetworkValidation.Quote(name)}", "the file has no such module, or it is named twice.",
                string.Join(", ", modules.Select(module => module.Name)) + ".");
        }

        foreach (string name in left.Keys) builder.Fail($"module {NetworkValidation.Quote(name)}", "the option for the order does not name it.");
        return ordered;
    }

    private static bool Chains(IReadOnlyList<StateModule> modules) =>
        Enumerable.Range(1, Math.Max(0, modules.Count - 1)).All(i => modules[i - 1].Units == modules[i].Inputs);

    private static bool IsNumbered(IReadOnlyList<StateModule> modules) =>
        Enumerable.Range(1, Math.Max(0, modules.Count - 1)).All(i => Gap(modules[i - 1], modules[i]) > 0);

    private static StateModule[]? Reorder(StateModule[] dense, NetworkBuilder builder)
    {
        string[] names = [.. dense.Select(module => module.Name)];
        int[] inputs = [.. dense.Select(module => module.Inputs)], outputs = [.. dense.Select(module => module.Units)];
        List<int[]>? chains = LayerOrder.Find(names, inputs, outputs);
        if (chains is { Count: 0 }) chains = ChainSearch.Find(inputs, outputs, LayerOrder.Free(names.Length));
        if (chains is [int[] only])
        {
            StateModule[] ordered = [.. only.Select(index => dense[index])];
            if (!only.SequenceEqual(Enumerable.Range(0, only.Length)))
                builder.Note($"The order of the layers follows from their shapes: {string.Join(", ", ordered.Select(module => module.Description))}.");
            return ordered;
        }

        if (chains is not { Count: 0 })
        {
            builder.Fail("the order of the layers",
                $"neither names nor shapes say it: {string.Join(", ", dense.Take(20).Select(module => module.Description))}.", Option);
            return null;
        }

        int broken = Enumerable.Range(1, dense.Length - 1).First(i => dense[i - 1].Units != dense[i].Inputs);
        StateModule before = dense[broken - 1], after = dense[broken];
        string what = $"{before.Description} gives {before.Units} values, and {after.Description} after it takes {after.Inputs}";
        builder.Fail("the order of the layers", $"{what}; no other order chains the shapes.", Option);
        return null;
    }

    // bn2 is at the second dense layer, or at the only one whose size it has; and first where its size is that of the input alone.
    private static void Place(StateModule norm, List<StateModule> ordered, NetworkBuilder builder)
    {
        StateModule[] dense = [.. ordered.Where(module => module.IsDense)];
        List<StateModule> fitting = [.. dense.Where(module => module.Units == norm.Units)];
        if (fitting.Count > 1 && fitting.Where(module => Number(module.Name) is { } number && number == Number(norm.Name)).ToList() is [var same])
            fitting = [same];
        bool isOfInput = dense.Length > 0 && dense[0].Inputs == norm.Units;
        if (fitting.Count == 0 && isOfInput)
        {
            ordered.Insert(ordered.FindIndex(module => module.IsDense), norm);
        }
        else if (fitting is [var before] && (!isOfInput || Number(before.Name) == Number(norm.Name)))
        {
            ordered.Insert(ordered.IndexOf(before) + 1, norm);
            builder.Note($"The batch normalisation '{norm.Name}' is taken to follow '{before.Name}'.");
        }
        else
        {
            builder.Fail($"module '{norm.Name}'", $"{(fitting.Count == 0 ? "no layer has" : "more than one place has")} its {norm.Units} values.", Option);
        }
    }

    private static string? Number(string name)
    {
        int start = name.AsSpan().LastIndexOfAnyExceptInRange('0', '9') + 1;
        return start < name.Length ? name[start..] : null;
    }

    private static (string Container, string Last) Split(string name) =>
        name.LastIndexOf('.') is var end and >= 0 ? (name[..end], name[(end + 1)..]) : ("", name);
}
