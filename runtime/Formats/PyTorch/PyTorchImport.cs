using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace NetGen.Formats;

/// <summary>
/// Reads safetensors files (https://huggingface.co/docs/safetensors) that NetGen or PyTorch wrote. A file of NetGen says what its layers are. A state dict of
/// PyTorch does not: the layers follow from the names and shapes of its tensors, and the activations from <see cref="ImportOptions"/>.
/// </summary>
/// <remarks>
/// <c>Linear</c> is <c>0.weight</c> [out, in] and <c>0.bias</c> [out], under any prefix; <c>BatchNorm1d</c> becomes a part of the layer beside it. Tensors are
/// F32, F16, BF16 or F64. Numbers in names give the order; where they do not, the shapes must, or <see cref="ImportOptions.Layers"/>.
/// </remarks>
public static class PyTorchImport
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file leaves open.</param>
    /// <exception cref="ImportException">The file is not valid, or not of a dense network; everything that is wrong is named.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImportedNetwork Read(string path, ImportOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = RegularFile.Open(path);
        return Read(stream, options?.Name ?? Names.OfClass(path), options);
    }

    /// <summary>Reads a stream, from its position to its end.</summary>
    /// <param name="stream">The stream, which can seek; it is left open.</param>
    /// <param name="name">The name of the network; a file of NetGen has its own, unless <see cref="ImportOptions.Name"/> is given.</param>
    /// <param name="options">What the file leaves open.</param>
    /// <exception cref="ImportException">The data are not valid, or not of a dense network; everything that is wrong is named.</exception>
    public static ImportedNetwork Read(Stream stream, string name, ImportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        options ??= new ImportOptions();
        StateDict state = StateDict.Read(stream);
        if (NetworkModel.IsDescribed(state)) return ReadDescribed(state, options);

        var builder = new NetworkBuilder();
        UnusedOptions.Check(options, builder, "a safetensors file of PyTorch", "--activation", "--output-activation", "--activations", "--layers", "--batch-norm",
            "--epsilon");
        List<StateModule> modules = StateModules.Of(state, builder);
        foreach (string note in Rounded(state)) builder.Note(note);
        if (builder.Problems.Count == 0)
        {
            IReadOnlyList<StateModule> ordered = ModuleOrder.Of(modules, options.Layers, builder);
            if (builder.Problems.Count == 0) Build(ordered, options, builder);
        }

        return builder.Build(name);
    }

    private static ImportedNetwork ReadDescribed(StateDict state, ImportOptions options)
    {
        NetworkModel model = NetworkModel.Load(state);
        UnusedOptions.Check(options, "a safetensors file of NetGen, which says itself what its layers are");
        return new ImportedNetwork(NetworkValidation.Require(options.Name is { } name ? model with { Name = name } : model), Rounded(state));
    }

    private static ImmutableArray<string> Rounded(StateDict state) =>
        [.. state.Tensors.Where(tensor => tensor.IsFloat && tensor.DataType != "F32").GroupBy(tensor => tensor.DataType).Select(group =>
            $"{group.Count()} tensors are {group.Key}, and {(group.Key == "F64" ? "were rounded to F32" : "became F32 exactly")}.")];

    private static void Build(IReadOnlyList<StateModule> modules, ImportOptions options, NetworkBuilder builder)
    {
        int count = modules.Count(module => module.IsDense), index = 0;
        ActivationChoice[]? activations = ActivationOptions.For(count, options, builder);
        if (activations is null) return;
        for (int i = 0; i < modules.Count; i++)
        {
            StateModule module = modules[i];
            switch (module.Kind)
            {
                case ModuleKind.Standardize when i == 0:
                    builder.Standardize(module["mean"]!, module["scale"]!);
                    break;
                case ModuleKind.Standardize:
                    builder.Fail($"module '{module.Name}'", "it standardises, and is not the first.");
                    break;
                case ModuleKind.BatchNorm:
                    builder.Scale(module.ToAffine(options.BatchNormEpsilon ?? 1e-5));
                    break;
                case ModuleKind.Dense:
                    builder.Dense(module.ToDense());
                    int place = index++;

                    // The normalisations before the activation come first; those after it are a part of the next layer.
                    while (i + 1 < modules.Count && modules[i + 1].Kind == ModuleKind.BatchNorm
                        && IsBeforeActivation(modules, i, activations[place], options, builder))
                        builder.Scale(modules[++i].ToAffine(options.BatchNormEpsilon ?? 1e-5));
                    builder.Activate(activations[place], $"module '{module.Name}'");
                    break;
            }
        }
    }

    // In a Sequential the numbers say whether something without weights stands between: Linear 0, ReLU 1, BatchNorm1d 2, Linear 3. Other names say nothing:
    // then it stands where it mostly does.
    private static bool IsBeforeActivation(IReadOnlyList<StateModule> modules, int index, ActivationChoice activation, ImportOptions options,
        NetworkBuilder builder)
    {
        if (options.BatchNorm is { } place) return place == BatchNormPlace.BeforeActivation;
        if (activation.Activation == Activation.Identity) return true;
        StateModule norm = modules[index + 1];
        int? gap = ModuleOrder.Gap(modules[index], norm);
        if (gap == 1) return true;
        if (gap > 1 && index + 2 < modules.Count && ModuleOrder.Gap(norm, modules[index + 2]) == 1)
        {
            builder.Note($"The activation {activation} stands between '{modules[index].Name}' and '{norm.Name}', by their numbers.");
            return false;
        }

        if (gap is null)
            builder.Note($"'{norm.Name}' is assumed to stand before the activation {activation}, as names do not say it; --batch-norm after would say otherwise.");
        else
            builder.Fail($"module '{norm.Name}'", $"it may stand before or after the activation {activation}: modules without weights are on both sides.",
                "the option that says where batch normalisation stands (--batch-norm before or after).");
        return true;
    }
}
