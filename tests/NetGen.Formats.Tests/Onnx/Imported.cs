using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NetGen.Formats.Tests.Infrastructure;
using Xunit;

namespace NetGen.Formats.Tests.Onnx;

/// <summary>Imports models, and compares what comes of it with the graph, as the reference evaluator and ONNX Runtime have it.</summary>
internal static class Imported
{
    private const int Samples = 12;
    private const double Tolerance = 1e-5;

    /// <summary>Imports a model and compares.</summary>
    public static OnnxModel Check(byte[] model)
    {
        OnnxModel imported = OnnxImport.Read(new MemoryStream(model), "model");
        int outputs = imported.Network.Layers.OfType<DenseLayer>().Last().Units;
        using var quiet = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        using var session = new InferenceSession(model, quiet);
        var random = new Random(11);
        for (int sample = 0; sample < Samples; sample++)
        {
            // Far enough out that every branch of an activation is taken.
            float[] input = [.. Enumerable.Range(0, imported.Network.InputSize).Select(_ => (random.NextSingle() - 0.5f) * (sample + 1))];
            double[] network = Reference.Evaluate(imported.Network, input), graph = new double[outputs];
            imported.Evaluate(input, graph);
            float[] runtime = Run(session, imported, input);

            // Of the probabilities (1 − p, p) of two classes the network gives p.
            if (outputs == 1 && runtime.Length == 2) runtime = runtime[1..];
            for (int i = 0; i < outputs; i++)
            {
                Close(graph[i], network[i], $"output {i} of sample {sample}, network and graph");
                Close(runtime[i], network[i], $"output {i} of sample {sample}, network and ONNX Runtime");
            }
        }

        return imported;
    }

    /// <summary>The problems of a model that cannot be imported.</summary>
    public static IReadOnlyList<ImportProblem> Problems(ModelBuilder model, OnnxImportOptions? options = null) =>
        Assert.Throws<ImportException>(() => OnnxImport.Read(model.Stream, "model", options)).Problems;

    /// <summary>The layers in short: <c>Dense 4→3 ReLU</c>.</summary>
    public static string[] Layers(OnnxModel model) =>
    [
        .. model.Network.Layers.Select(layer => layer switch
        {
            DenseLayer dense => FormattableString.Invariant($"{dense.Name} {dense.Inputs}→{dense.Units} {dense.Activation}{(dense.Alpha == 0
                ? "" : $" {dense.Alpha}")}{(dense.Bias is null ? " no bias" : "")}"),
            DropoutLayer dropout => FormattableString.Invariant($"{dropout.Name} {dropout.Rate}"),
            _ => layer.Name,
        }),
    ];

    private static float[] Run(InferenceSession session, OnnxModel model, float[] input)
    {
        int[] dims = session.InputMetadata[model.InputName].Dimensions;
        dims = [.. dims.Select(size => size < 1 ? 1 : size)];
        float[] whole = [.. Enumerable.Range(0, dims.Aggregate(1, (a, b) => a * b)).Select(i => input[i % input.Length])];
        NamedOnnxValue value = session.InputMetadata[model.InputName].ElementType == typeof(double)
            ? NamedOnnxValue.CreateFromTensor(model.InputName, new DenseTensor<double>(whole.Select(x => (double)x).ToArray(), dims))
            : NamedOnnxValue.CreateFromTensor(model.InputName, new DenseTensor<float>(whole, dims));
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> results = session.Run([value], [model.OutputName]);
        return results[0].Value is Tensor<double> doubles ? [.. doubles.Select(x => (float)x)] : [.. results[0].AsTensor<float>()];
    }

    private static void Close(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)), $"{what}: {actual}, not {expected}");
}
