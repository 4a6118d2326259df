using System;
using System.IO;
using System.Reflection;

namespace NetGen;

/// <summary>A file of weights inside an assembly, which generated code reads without a parser: what is where was found when it was compiled (see <see cref="WeightsAttribute"/>).</summary>
/// <remarks>The bytes are read where the assembly has them, at whatever address that is, and copied once, into the network's parameter buffer.</remarks>
public readonly unsafe ref struct EmbeddedWeights
{
    private readonly ReadOnlySpan<byte> _file;

    private EmbeddedWeights(ReadOnlySpan<byte> file) => _file = file;

    /// <summary>Finds the file.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="name">The name of the file, as the attribute and the project have it.</param>
    /// <param name="length">Its length in bytes when the network was compiled.</param>
    /// <exception cref="InvalidDataException">The assembly has no such file, or another one: it was changed after it was compiled.</exception>
    public static EmbeddedWeights Open(Assembly assembly, string name, int length)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        using Stream stream = assembly.GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new InvalidDataException($"{assembly.GetName().Name} has no weights '{name}': add <NetGenWeights Include=\"{name}\" /> to its project.");
        if (stream.Length != length) throw new InvalidDataException($"The weights '{name}' in {assembly.GetName().Name} have {stream.Length} bytes; the network was compiled for {length}.");

        // The memory of the assembly, which stays for as long as there are types of it.
        if (stream is UnmanagedMemoryStream memory) return new EmbeddedWeights(new ReadOnlySpan<byte>(memory.PositionPointer, length));
        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        return new EmbeddedWeights(bytes);
    }

    /// <summary>Reads one tensor into the parameter buffer.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="offset">Where its values begin in the file, in bytes.</param>
    /// <param name="type">Their type.</param>
    /// <param name="parameters">The parameter buffer.</param>
    /// <exception cref="ArgumentException">The tensor or the buffer is of another network.</exception>
    public void CopyTo(TensorInfo tensor, int offset, WeightType type, Span<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        TensorPacking.Pack(tensor, type, _file.Slice(offset, tensor.Count * WeightTypes.SizeOf(type)), parameters.Slice(tensor.Offset, tensor.Length));
    }

    /// <summary>Compares what a network makes of the samples of the file with the outputs there.</summary>
    /// <param name="network">The network, with the weights of the file.</param>
    /// <param name="samples">The number of samples.</param>
    /// <param name="inputsOffset">Where they begin in the file, in bytes.</param>
    /// <param name="outputsOffset">Where their outputs begin.</param>
    public SelfCheckReport Check(INetwork network, int samples, int inputsOffset, int outputsOffset)
    {
        ArgumentNullException.ThrowIfNull(network);
        float[] inputs = new float[samples * network.Info.InputSize], outputs = new float[samples * network.Info.OutputSize];
        WeightTypes.ToFloats(WeightType.Float32, _file.Slice(inputsOffset, inputs.Length * sizeof(float)), inputs);
        WeightTypes.ToFloats(WeightType.Float32, _file.Slice(outputsOffset, outputs.Length * sizeof(float)), outputs);
        return SelfCheckSamples.Compare(network, inputs, outputs);
    }

    /// <summary>What the names of the files begin with among the resources of an assembly.</summary>
    internal const string ResourcePrefix = "netgen/";
}
