using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NetGen;

/// <summary>
/// Weights of a network: single tensors, and files in the safetensors format (https://huggingface.co/docs/safetensors), which the tools of PyTorch,
/// JAX and others read and write. Tensors are in their canonical shapes, row-major, <c>[outputs, inputs]</c> for the weights of a dense layer.
/// </summary>
public static class NetworkExtensions
{
    /// <summary>
    /// Writes all weights to a safetensors file. The file appears whole or not at all: it is written beside its place, flushed to the disk, then
    /// renamed, over an older one if there is one. The same weights always give the same bytes.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite; an older file is left as it was.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    public static void Save(this INetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, network.Save);
    }

    /// <summary>Writes all weights to a stream, in the safetensors format, from its position on.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream; it is left open.</param>
    /// <exception cref="InvalidOperationException">A weight is NaN or infinite; nothing has been written.</exception>
    public static void Save(this INetwork network, Stream stream)
    {
        network.Save(stream, new SaveOptions());
    }

    /// <summary>Writes all weights to a safetensors file, as <see cref="Save(INetwork, string)"/> does, with a choice of their type and with samples to check them by.</summary>
    /// <param name="network">The network; while it is saved with samples and as another type than <see cref="WeightType.Float32"/>, no other thread may use it.</param>
    /// <param name="path">The file.</param>
    /// <param name="options">What is written.</param>
    /// <returns>The size of the file, and how far its weights are from those of the network.</returns>
    /// <exception cref="ArgumentException">The samples are not whole ones, or one is not finite; an older file is left as it was.</exception>
    /// <exception cref="InvalidOperationException">A weight is NaN, infinite or too large for the type, or an output of the samples is not finite; an older file is left as it was.</exception>
    /// <exception cref="IOException">The file cannot be written; an older one is left as it was.</exception>
    public static SaveReport Save(this INetwork network, string path, SaveOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SaveReport report = default;
        AtomicFile.Write(path, stream => report = network.Save(stream, options));
        return report;
    }

    /// <summary>Writes all weights to a stream, from its position on, as to a file.</summary>
    /// <param name="network">The network; while it is saved with samples and as another type than <see cref="WeightType.Float32"/>, no other thread may use it.</param>
    /// <param name="stream">The stream; it is left open.</param>
    /// <param name="options">What is written.</param>
    /// <returns>The bytes written, and how far the weights are from those of the network.</returns>
    /// <exception cref="ArgumentException">The samples are not whole ones, or one is not finite; nothing has been written.</exception>
    /// <exception cref="InvalidOperationException">A weight is NaN, infinite or too large for the type, or an output of the samples is not finite; nothing has been written.</exception>
    public static SaveReport Save(this INetwork network, Stream stream, SaveOptions options)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        List<TensorData> tensors = SafetensorsWriter.TensorsOf(network.Info, network.Parameters, options.Type, out SaveReport report);
        if (!options.SelfCheckInputs.IsEmpty) tensors.AddRange(SelfCheckSamples.Make(network, options.SelfCheckInputs.Span, tensors));
        return report with { Bytes = SafetensorsWriter.Write(stream, SafetensorsWriter.Metadata(network.Info), tensors) };
    }

    /// <summary>
    /// Reads all weights from a safetensors file. The file must have the tensors of the network and no others, as F32, F16 or BF16, in their shapes, with finite
    /// values, and if it says what architecture it is of, as files that NetGen wrote do, it must be this one; all of that is checked before any weight changes.
    /// Samples for a <see cref="SelfCheck(INetwork, string)"/> are passed over.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not valid or not of this network; the weights are as they were.</exception>
    /// <exception cref="IOException">The file cannot be read; the weights are as they were.</exception>
    public static void Load(this INetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        network.Load(stream);
    }

    /// <summary>Reads all weights from a stream, as from a file, from its position to its end.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream; it need not be able to seek, and is left open.</param>
    /// <exception cref="InvalidDataException">The data are not valid or not of this network; the weights are as they were.</exception>
    public static void Load(this INetwork network, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        float[] parameters = new float[network.Info.ParameterBufferLength];
        SafetensorsReader.Read(stream, network.Info, parameters);
        parameters.CopyTo(network.Parameters);
    }

    /// <summary>
    /// Runs the samples that a file of weights carries (see <see cref="SaveOptions.SelfCheckInputs"/>) through the network, which has its weights, one by one and as a batch, and compares
    /// what comes out with what did when the file was saved.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not valid, or has no samples for this network.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SelfCheckReport SelfCheck(this INetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = File.OpenRead(path);
        return network.SelfCheck(stream);
    }

    /// <summary>The same with the samples of a stream, from its position to its end.</summary>
    /// <param name="network">The network.</param>
    /// <param name="stream">The stream, which can say how long it is; it is left open.</param>
    /// <exception cref="InvalidDataException">The data are not valid, or have no samples for this network.</exception>
    public static SelfCheckReport SelfCheck(this INetwork network, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(stream);
        (float[] inputs, float[] outputs) = SelfCheckSamples.Find(network.Info, SafetensorsReader.Read(stream, out _));
        return SelfCheckSamples.Compare(network, inputs, outputs);
    }

    /// <summary>A copy of one tensor, row-major, in its canonical shape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">The name, as in <c>dense1.weight</c>; <see cref="NetworkInfo.Tensors"/> lists them.</param>
    /// <exception cref="ArgumentException">The network has no such tensor.</exception>
    public static float[] GetTensor(this INetwork network, string name)
    {
        TensorInfo tensor = Find(network, name);
        float[] values = new float[tensor.Count];
        TensorPacking.Unpack(tensor, network.Parameters.Slice(tensor.Offset, tensor.Length), values);
        return values;
    }

    /// <summary>Copies one tensor, row-major, in its canonical shape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">The name, as in <c>dense1.weight</c>; <see cref="NetworkInfo.Tensors"/> lists them.</param>
    /// <param name="destination">Receives the values, <see cref="TensorInfo.Count"/> of them.</param>
    /// <exception cref="ArgumentException">The network has no such tensor, or the length is another.</exception>
    public static void GetTensor(this INetwork network, string name, Span<float> destination)
    {
        TensorInfo tensor = Find(network, name);
        RequireLength(tensor, destination.Length, nameof(destination));
        TensorPacking.Unpack(tensor, network.Parameters.Slice(tensor.Offset, tensor.Length), destination);
    }

    /// <summary>Sets one tensor.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">The name, as in <c>dense1.weight</c>; <see cref="NetworkInfo.Tensors"/> lists them.</param>
    /// <param name="values">The values, row-major, in the tensor's canonical shape: <see cref="TensorInfo.Count"/> of them, all finite.</param>
    /// <exception cref="ArgumentException">There is no such tensor, the length is another, or a value is NaN or infinite; nothing has changed.</exception>
    public static void SetTensor(this INetwork network, string name, ReadOnlySpan<float> values)
    {
        TensorInfo tensor = Find(network, name);
        RequireLength(tensor, values.Length, nameof(values));
        int index = Finite.IndexOfNonFinite(values);
        if (index >= 0) throw new ArgumentException($"Value {index} of tensor '{name}' is {values[index]}; every value must be finite.", nameof(values));
        TensorPacking.Pack(tensor, values, network.Parameters.Slice(tensor.Offset, tensor.Length));
    }

    /// <summary>
    /// Copies a layer of another network: all of its tensors, as to begin with what a network has learnt on other data (see <see cref="TrainingOptions.Frozen"/> for what then stays as
    /// it is).
    /// </summary>
    /// <param name="network">The network that receives the layer.</param>
    /// <param name="layer">The name of its layer, as in <c>dense1</c>.</param>
    /// <param name="source">The network it is copied from.</param>
    /// <param name="sourceLayer">The name of the layer there; the same unless given.</param>
    /// <exception cref="ArgumentException">There is no such layer, or its tensors are others or of other shapes; nothing has changed.</exception>
    public static void CopyLayer(this INetwork network, string layer, INetwork source, string? sourceLayer = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(source);
        TensorInfo[] targets = TensorsOf(network, layer, nameof(layer)), origins = TensorsOf(source, sourceLayer ?? layer, nameof(sourceLayer));
        string expected = Describe(targets), found = Describe(origins);
        if (expected != found) throw new ArgumentException($"Layer '{layer}' of {network.Info.Name} has {expected}; '{sourceLayer ?? layer}' of {source.Info.Name} has {found}.", nameof(source));
        float[][] values = [.. origins.Select(origin => source.GetTensor(origin.Name))];
        for (int i = 0; i < targets.Length; i++) network.SetTensor(targets[i].Name, values[i]);

        static string Describe(TensorInfo[] tensors) => string.Join(", ", tensors.Select(tensor => $"{tensor.Name[(tensor.Layer.Length + 1)..]} [{string.Join(", ", tensor.Shape)}]"));
    }

    private static TensorInfo[] TensorsOf(INetwork network, string layer, string parameter)
    {
        ArgumentNullException.ThrowIfNull(layer, parameter);
        TensorInfo[] tensors = [.. network.Info.Tensors.Where(tensor => tensor.Layer == layer)];
        if (tensors.Length > 0) return tensors;
        string known = string.Join(", ", network.Info.Tensors.Select(tensor => tensor.Layer).Distinct());
        throw new ArgumentException($"{network.Info.Name} has no layer '{layer}' with parameters; it has {known}.", parameter);
    }

    private static TensorInfo Find(INetwork network, string name)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(name);
        foreach (TensorInfo tensor in network.Info.Tensors)
            if (tensor.Name == name) return tensor;
        string known = string.Join(", ", network.Info.Tensors.Select(tensor => tensor.Name));
        throw new ArgumentException($"{network.Info.Name} has no tensor '{name}'; it has {known}.", nameof(name));
    }

    private static void RequireLength(TensorInfo tensor, int length, string parameter)
    {
        if (length != tensor.Count)
            throw new ArgumentException($"Tensor '{tensor.Name}' [{string.Join(", ", tensor.Shape)}] has {tensor.Count} values, not {length}.", parameter);
    }
}
