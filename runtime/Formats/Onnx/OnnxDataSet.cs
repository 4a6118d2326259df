using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Google.Protobuf.Collections;

namespace NetGen.Formats.Onnx;

/// <summary>
/// Inputs for a graph with what it should give for them, as the standard's own tests and collections of models have them: a folder with <c>input_0.pb</c>, <c>output_0.pb</c> and so on,
/// each a tensor, in the order of the graph's inputs and outputs.
/// </summary>
/// <param name="Inputs">The inputs by name.</param>
/// <param name="Expected">The outputs by name; none where the folder has none.</param>
internal sealed record OnnxDataSet(Dictionary<string, OnnxTensor> Inputs, Dictionary<string, OnnxTensor> Expected)
{
    // Those of the standard's own runner.
    private const double RelativeTolerance = 1e-3, AbsoluteTolerance = 1e-7;

    /// <summary>Reads a folder.</summary>
    /// <param name="model">The bytes of the model.</param>
    /// <param name="folder">The folder.</param>
    /// <exception cref="ImportException">The model or a tensor is not valid, or an input is missing.</exception>
    public static OnnxDataSet Read(byte[] model, string folder)
    {
        GraphProto graph = ProtobufReading.Parse(ModelProto.Parser, model, "the model").Graph ?? new GraphProto();
        HashSet<string> constants = [.. graph.Initializer.Select(tensor => tensor.Name)];
        var inputs = new Dictionary<string, OnnxTensor>();
        ValueInfoProto[] free = [.. graph.Input.Where(input => !constants.Contains(input.Name))];
        for (int i = 0; i < free.Length; i++)
        {
            string path = Path.Combine(folder, $"input_{i}.pb");
            if (!File.Exists(path)) throw new ImportException([new ImportProblem(Quoted.Name(folder), $"It has no input_{i}.pb, for the input {Quoted.Name(free[i].Name)}.")]);
            inputs[free[i].Name] = Read(path, free[i]);
        }

        return new OnnxDataSet(inputs, Outputs(folder, graph.Output));
    }

    /// <summary>The first value that is not as it should be; null if all are.</summary>
    public string? Difference(IReadOnlyDictionary<string, OnnxTensor> outputs)
    {
        foreach ((string name, OnnxTensor expected) in Expected)
        {
            OnnxTensor output = outputs[name];
            if (expected.ToString() != output.ToString()) return $"{Quoted.Name(name)} is {output}, not {expected}";
            for (int i = 0; i < expected.Count; i++)
            {
                bool isNear = expected.IsReal && Math.Abs(expected[i] - output[i]) <= AbsoluteTolerance + RelativeTolerance * Math.Abs(expected[i]);
                if (!isNear && !expected[i].Equals(output[i])) return $"{Quoted.Name(name)}[{i}] is {output[i]}, not {expected[i]}";
            }
        }

        return null;
    }

    private static Dictionary<string, OnnxTensor> Outputs(string folder, RepeatedField<ValueInfoProto> values)
    {
        var outputs = new Dictionary<string, OnnxTensor>();
        for (int i = 0; i < values.Count; i++)
        {
            string path = Path.Combine(folder, $"output_{i}.pb");
            if (File.Exists(path)) outputs[values[i].Name] = Read(path, values[i]);
        }

        return outputs;
    }

    private static OnnxTensor Read(string path, ValueInfoProto value)
    {
        using FileStream stream = RegularFile.Open(path);
        OnnxTensor tensor = OnnxTensor.Read(stream, value.Name);

        // The standard's data sets hold BFLOAT16 as the bits of UINT16.
        bool areBits = value.Type?.TensorType?.ElemType == (int)OnnxElementType.BFloat16 && tensor.ElementType == OnnxElementType.UInt16;
        return areBits
            ? new OnnxTensor(OnnxElementType.BFloat16, tensor.Dims, [.. tensor.Integers.Select(bits => (double)TensorReading.BFloat16((ushort)bits))])
            : tensor;
    }
}
