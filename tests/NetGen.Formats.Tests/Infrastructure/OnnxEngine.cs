using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;

namespace NetGen.Formats.Tests.Infrastructure;

/// <summary>ONNX Runtime.</summary>
internal static class OnnxEngine
{
    /// <summary>The outputs of a model for a batch, one sample after another.</summary>
    public static float[] Run(byte[] model, float[] inputs, int batch)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
        using var session = new InferenceSession(model, options);
        using OrtValue value = OrtValue.CreateTensorValueFromMemory(inputs, [batch, inputs.Length / batch]);
        using var run = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results =
            session.Run(run, new Dictionary<string, OrtValue> { [session.InputNames.Single()] = value }, session.OutputNames);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
