using System;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Normalisation, and dropout.</summary>
internal static class NormalizationOperators
{
    /// <summary>(x − mean) / √(variance + ε) · scale + bias for each channel, as in inference.</summary>
    public static OnnxTensor?[] BatchNormalization(OperatorCall call)
    {
        if (call.Node.Integer("training_mode", 0) != 0) throw new NodeException("has the attribute training_mode = 1.", "0, a trained network.");
        if (call.Node.Integer("spatial", 1) == 0) throw new NodeException("has the attribute spatial = 0.", "1.");
        if (call.Node.Outputs.Length > 1 && call.Node.Outputs.Skip(1).Any(output => output.Length > 0))
            throw new NodeException("gives statistics, which it does in training.", "one output.");
        OnnxTensor x = call[0];
        int channels = x.Dims.Length > 1 ? x.Dims[1] : 1, inner = Layout.Product(x.Dims, Math.Min(2, x.Dims.Length), x.Dims.Length);
        OnnxTensor[] parameters = [call[1], call[2], call[3], call[4]];
        if (parameters.Any(parameter => parameter.Count != channels))
            throw new NodeException($"has parameters {string.Join(", ", parameters.AsEnumerable())} for {channels} channels.");
        double epsilon = call.Node.Real("epsilon", 1e-5f);
        double[] result = new double[call.Allocate(x.Dims)];
        for (int i = 0; i < result.Length; i++)
        {
            int channel = i / inner % channels;
            double normal = (x.Reals[i] - parameters[2].Reals[channel]) / Math.Sqrt(parameters[3].Reals[channel] + epsilon);
            result[i] = normal * parameters[0].Reals[channel] + parameters[1].Reals[channel];
        }

        return [new OnnxTensor(x.ElementType, x.Dims, result)];
    }

    /// <summary>(x − mean) / √(variance + ε) · scale + bias, with the mean and variance of the values from the axis on; they are outputs, too.</summary>
    public static OnnxTensor?[] LayerNormalization(OperatorCall call)
    {
        OnnxTensor x = call[0];
        int rank = x.Dims.Length, axis = call.Axis(call.Node.Integer("axis", -1), rank), length = Layout.Product(x.Dims, axis, rank);
        OnnxTensor scale = Layout.Broadcast(call[1], x.Dims, call.Budget);
        OnnxTensor? bias = call.Optional(2) is { } given ? Layout.Broadcast(given, x.Dims, call.Budget) : null;
        double epsilon = call.Node.Real("epsilon", 1e-5f);
        double[] result = new double[call.Allocate(x.Dims)];
        int[] statistics = [.. x.Dims.Select((size, i) => i < axis ? size : 1)];
        double[] means = new double[call.Allocate(statistics)], inverses = new double[means.Length];
        for (int i = 0; i < means.Length; i++)
        {
            Span<double> row = x.Reals.AsSpan(i * length, length);
            double sum = 0, squares = 0;
            foreach (double value in row) sum += value;
            means[i] = sum / length;
            foreach (double value in row) squares += (value - means[i]) * (value - means[i]);
            inverses[i] = 1 / Math.Sqrt(squares / length + epsilon);
        }

        for (int i = 0; i < result.Length; i++) result[i] = (x.Reals[i] - means[i / length]) * inverses[i / length] * scale.Reals[i] + (bias?.Reals[i] ?? 0);
        return [new OnnxTensor(x.ElementType, x.Dims, result), new OnnxTensor(x.ElementType, statistics, means), new OnnxTensor(x.ElementType, statistics, inverses)];
    }

    /// <summary>Nothing, as in inference; the mask, of type Bool since version 10, is of what is kept.</summary>
    public static OnnxTensor?[] Dropout(OperatorCall call)
    {
        OnnxTensor x = call[0];
        if (call.Node.Opset >= 12 && call.Optional(2) is { } training && call.Scalar(training, "training_mode") != 0
            && !(call.Optional(1) is { } ratio && call.Scalar(ratio, "ratio") == 0))
            throw new NodeException("drops values by chance, for its training_mode is true.", "inference.");
        int count = call.Allocate(x.Dims);
        if (call.Node.Outputs.Length < 2) return [x];
        OnnxTensor mask = call.Node.Opset >= 10
            ? new OnnxTensor(OnnxElementType.Bool, x.Dims, [.. Enumerable.Repeat(1L, count)])
            : new OnnxTensor(x.ElementType, x.Dims, [.. Enumerable.Repeat(1.0, count)]);
        return [x, mask];
    }
}
