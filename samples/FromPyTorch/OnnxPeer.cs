using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NetGen;

namespace FromPyTorch;

/// <summary>An ONNX model in ONNX Runtime, beside a network of NetGen.</summary>
internal sealed class OnnxPeer(byte[] model) : IDisposable
{
    private readonly InferenceSession _session = new(model);

    /// <summary>The largest difference between the outputs of the two, over all samples.</summary>
    public float LargestDifference(INetwork network, Dataset samples)
    {
        float[] outputs = new float[samples.Count * network.Info.OutputSize];
        float[] inputs = [.. Enumerable.Range(0, samples.Count).SelectMany(index => samples.Sample(index).ToArray())];
        network.ForwardBatch(inputs, outputs);
        return Run(inputs, samples.Count).Zip(outputs, (theirs, ours) => Math.Abs(theirs - ours)).Max();
    }

    public void Dispose() => _session.Dispose();

    private float[] Run(float[] inputs, int count)
    {
        // The batch comes first; the other sizes are those of the model: [1, 8, 8] as PyTorch has it, [64] as NetGen writes it.
        (string name, NodeMetadata input) = _session.InputMetadata.Single();
        var tensor = new DenseTensor<float>(inputs, [count, .. input.Dimensions[1..]]);
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = _session.Run([NamedOnnxValue.CreateFromTensor(name, tensor)]);
        return [.. ((IEnumerable<float>)results.Single().AsTensor<float>())];
    }
}
