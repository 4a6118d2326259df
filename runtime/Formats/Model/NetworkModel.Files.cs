using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;

namespace NetGen.Formats;

/// <content>From networks and files, and into them.</content>
public sealed partial record NetworkModel
{
    /// <summary>The number of outputs: the units of the last dense layer.</summary>
    public int OutputSize => Layers.OfType<DenseLayer>().LastOrDefault()?.Units ?? InputSize;

    /// <summary>The number of weights and biases, and of means and scales.</summary>
    public long ParameterCount => Tensors().Sum(tensor => (long)tensor.Values.Length);

    /// <summary>The layers and weights of a network, copied.</summary>
    /// <param name="network">A network that the generator wrote.</param>
    /// <exception cref="ArgumentException">The network does not say what its layers are, or one of its layers is of a kind that models do not have.</exception>
    public static NetworkModel Of(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkInfo info = network.Info;
        if (info.Layers.IsDefaultOrEmpty)
            throw new ArgumentException($"{info.Name} does not say what its layers are: it was compiled by an older generator.", nameof(network));
        HashSet<string> names = [.. info.Tensors.Select(tensor => tensor.Name)];
        return Assemble(info.Name, info.InputShape, info.Layers, name => names.Contains(name) ? network.GetTensor(name) : null);
    }

    /// <summary>Reads a safetensors file that NetGen wrote, with the description of its layers.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ImportException">The file is not valid, has no description, or its tensors do not fit it.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static NetworkModel Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = RegularFile.Open(path);
        return Load(stream);
    }

    /// <summary>Reads what <see cref="Load(string)"/> reads from a stream, from its position to its end.</summary>
    /// <param name="stream">The stream, which can seek; it is left open.</param>
    /// <exception cref="ImportException">The data are not valid, have no description, or their tensors do not fit it.</exception>
    public static NetworkModel Load(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Load(StateDict.Read(stream));
    }

    /// <summary>Copies the weights into a network of the same tensors.</summary>
    /// <param name="network">The network; it need not have the same class name, activations or dropout.</param>
    /// <exception cref="ArgumentException">Its tensors are others, or have other shapes; nothing has changed.</exception>
    public void CopyTo(INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Dictionary<string, ModelTensor> tensors = Tensors().ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        string expected = string.Join(", ", network.Info.Tensors.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));
        string found = string.Join(", ", tensors.Values.Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]"));
        if (expected != found) throw new ArgumentException($"{network.Info.Name} has {expected}; the model {Name} has {found}.", nameof(network));
        NetworkValidation.Require(this);
        foreach (TensorInfo tensor in network.Info.Tensors) network.SetTensor(tensor.Name, tensors[tensor.Name].Values);
    }

    /// <summary>
    /// Writes the weights to a safetensors file, with the description of the layers in its metadata, atomically, as
    /// <see cref="NetworkExtensions.Save(INetwork, string)"/> does; the same model always gives the same bytes. A network of these layers loads it, and so do
    /// the tools of PyTorch.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="type">The type of the weights; means and scales are always <see cref="WeightType.Float32"/>.</param>
    /// <exception cref="ImportException">The model is not a network, or a weight is too large for the type; an older file is left as it was.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    /// <returns>The size of the file, and how far its weights are from those of the model.</returns>
    public SaveReport Save(string path, WeightType type = WeightType.Float32)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SaveReport report = default;
        AtomicFile.Write(path, stream => report = Save(stream, type));
        return report;
    }

    /// <summary>Writes the same to a stream, from its position on.</summary>
    /// <param name="stream">The stream; it is left open.</param>
    /// <param name="type">The type of the weights; means and scales are always <see cref="WeightType.Float32"/>.</param>
    /// <exception cref="ImportException">The model is not a network, or a weight is too large for the type; nothing has been written.</exception>
    /// <returns>The bytes written, and how far the weights are from those of the model.</returns>
    public SaveReport Save(Stream stream, WeightType type = WeightType.Float32)
    {
        ArgumentNullException.ThrowIfNull(stream);
        NetworkValidation.Require(this);
        var tensors = new List<TensorData>();
        var problems = new List<ImportProblem>();
        SaveReport report = default;
        foreach (ModelTensor tensor in Tensors())
        {
            WeightType written = tensor.IsTrained ? type : WeightType.Float32;
            tensors.Add(new TensorData(tensor.Name, WeightTypes.NameOf(written), [.. tensor.Shape], WeightTypes.ToBytes(written, tensor.Values)));
            float error = WeightTypes.LargestError(tensor.Values, tensors[^1].ToFloats());
            if (float.IsInfinity(error)) problems.Add(new ImportProblem($"tensor '{tensor.Name}'", $"it has a value too large for {type}."));
            else if (error > report.LargestError) report = report with { LargestError = error, Tensor = tensor.Name };
        }

        if (problems.Count > 0) throw new ImportException([.. problems]);
        return report with { Bytes = SafetensorsWriter.Write(stream, SafetensorsWriter.Metadata(ToInfo()), tensors) };
    }

    /// <summary>What the class of the model would know of itself, without the places of tensors in its buffer: for descriptions and the fingerprint.</summary>
    internal NetworkInfo ToInfo() => new(
        Name, [InputSize], [OutputSize], Layers.OfType<DenseLayer>().Last().Activation, (int)ParameterCount, 0,
        [.. Tensors().Select(tensor => new TensorInfo(tensor.Name, tensor.Shape, TensorLayout.PaddedVector, 0, 0, Initializer.Zeros))])
    {
        Layers = LayerInfos(),
    };

    /// <summary>Whether a state dict is a file of NetGen with the description of its layers.</summary>
    internal static bool IsDescribed(StateDict state) =>
        state.Metadata.ContainsKey(ArchitectureMetadata.Architecture) && state.Metadata.GetValueOrDefault("producer") == "NetGen";

    /// <summary>The network of a state dict that has the description of its layers.</summary>
    /// <exception cref="ImportException">It has none, or its tensors do not fit it.</exception>
    internal static NetworkModel Load(StateDict state)
    {
        if (!IsDescribed(state))
            throw new ImportException([new("the file", "it has no description of its layers.", "files that NetGen has written, or an import with options.")]);
        (ImmutableArray<int> inputShape, ImmutableArray<LayerInfo> layers) =
            FileProblem.Guard(() => NetworkDescription.Read(state.Metadata[ArchitectureMetadata.Architecture]));
        Dictionary<string, StateTensor> left = state.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        string name = state.Metadata.GetValueOrDefault("network", "Network");
        NetworkModel model = Assemble(name, inputShape, layers, tensor => left.Remove(tensor, out StateTensor? found) ? found.Values : null);
        left.Remove(SelfCheckSamples.Inputs);
        left.Remove(SelfCheckSamples.Outputs);
        if (left.Count > 0)
            throw new ImportException([.. left.Keys.Select(tensor =>
                new ImportProblem($"tensor {NetworkValidation.Quote(tensor)}", "the description has no layer for it."))]);

        // The counts are right; the shapes may still be others.
        Dictionary<string, ModelTensor> expected = model.Tensors().ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        ImportProblem[] problems =
        [
            .. state.Tensors.Where(tensor =>
                expected.TryGetValue(tensor.Name, out ModelTensor? other) && !tensor.Shape.SequenceEqual(other.Shape.Select(size => (long)size)))
                .Select(tensor => new ImportProblem($"tensor '{tensor.Name}'",
                    $"it is {tensor.Description}, and not [{string.Join(", ", expected[tensor.Name].Shape)}], as the description says.")),
        ];
        return problems.Length == 0 ? model : throw new ImportException([.. problems]);
    }

    /// <summary>The tensors, in the order of the layers, named and shaped as those of the generated class.</summary>
    internal IEnumerable<ModelTensor> Tensors()
    {
        foreach (LayerModel layer in Layers)
        {
            if (layer is DenseLayer dense)
            {
                yield return new($"{layer.Name}.weight", dense.Weight, [dense.Units, dense.Inputs]);
                if (dense.Bias is not null) yield return new($"{layer.Name}.bias", dense.Bias, [dense.Units]);
            }
            else if (layer is StandardizeLayer standardize)
            {
                yield return new($"{layer.Name}.mean", standardize.Mean, [standardize.Mean.Length], IsTrained: false);
                yield return new($"{layer.Name}.scale", standardize.Scale, [standardize.Scale.Length], IsTrained: false);
            }
        }
    }

    private ImmutableArray<LayerInfo> LayerInfos()
    {
        var layers = ImmutableArray.CreateBuilder<LayerInfo>(Layers.Length);
        ImmutableArray<int> shape = [InputSize];
        foreach (LayerModel layer in Layers)
        {
            if (layer is DenseLayer { Units: int units }) shape = [units];
            layers.Add(layer switch
            {
                DenseLayer dense => new LayerInfo("Dense", layer.Name, shape) { Activation = dense.Activation, Alpha = dense.Alpha },
                DropoutLayer dropout => new LayerInfo("Dropout", layer.Name, shape) { DropoutRate = dropout.Rate, IsTrainingOnly = true },
                _ => new LayerInfo("Standardize", layer.Name, shape),
            });
        }

        return layers.MoveToImmutable();
    }

    private static NetworkModel Assemble(string name, ImmutableArray<int> inputShape, ImmutableArray<LayerInfo> layers, Func<string, float[]?> tensor)
    {
        if (inputShape.Length != 1)
            throw new ImportException([new("the network", $"its input has the shape [{string.Join(", ", inputShape)}].", "one dimension.")]);
        int size = inputShape[0];
        var models = ImmutableArray.CreateBuilder<LayerModel>(layers.Length);
        foreach (LayerInfo layer in layers)
        {
            models.Add(layer.Kind switch
            {
                "Dense" => new DenseLayer(layer.Name, size, layer.OutputShape[0], layer.Activation, Needed("weight"),
                    tensor($"{layer.Name}.bias"))
                { Alpha = layer.Alpha },
                "Standardize" => new StandardizeLayer(layer.Name, Needed("mean"), Needed("scale")),
                "Dropout" => new DropoutLayer(layer.Name, layer.DropoutRate),
                _ => throw new ImportException([new($"layer {NetworkValidation.Quote(layer.Name)}",
                    $"it is of the unknown kind {NetworkValidation.Quote(layer.Kind)}.")]),
            });
            size = layer.OutputShape[0];

            float[] Needed(string part) => tensor($"{layer.Name}.{part}")
                ?? throw new ImportException([new($"layer {NetworkValidation.Quote(layer.Name)}", $"it has no tensor '{part}'.")]);
        }

        return NetworkValidation.Require(new NetworkModel(name, inputShape[0], models.ToImmutable()));
    }
}

/// <summary>A tensor of a model.</summary>
/// <param name="Name">The name, as in <c>dense1.weight</c>.</param>
/// <param name="Values">The values, row-major.</param>
/// <param name="Shape">The shape.</param>
/// <param name="IsTrained">Whether it is of weights or biases.</param>
internal sealed record ModelTensor(string Name, float[] Values, ImmutableArray<int> Shape, bool IsTrained = true);
