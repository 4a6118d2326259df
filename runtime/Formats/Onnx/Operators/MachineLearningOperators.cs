using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Operators of the domain ai.onnx.ml (docs/Operators-ml.md) that converted scikit-learn pipelines have.</summary>
internal static class MachineLearningOperators
{
    /// <summary>The domain.</summary>
    public const string Domain = "ai.onnx.ml";

    /// <summary>(x − offset) · scale for each feature, or with the same numbers for all.</summary>
    public static OnnxTensor Scaler(OperatorCall call)
    {
        OnnxTensor x = call[0];
        int features = x.Dims.Length == 0 ? 1 : x.Dims[^1];
        float[] offset = call.Node.Reals("offset") ?? [], scale = call.Node.Reals("scale") ?? [];
        if ((offset.Length != 1 && offset.Length != features) || (scale.Length != 1 && scale.Length != features))
            throw new NodeException($"has {offset.Length} offsets and {scale.Length} scales for {features} features.", "1 for all, or 1 for each.");
        double[] result = new double[call.Allocate(x.Dims)];
        for (int i = 0; i < result.Length; i++) result[i] = (x[i] - offset[offset.Length == 1 ? 0 : i % features]) * scale[scale.Length == 1 ? 0 : i % features];
        return new OnnxTensor(OnnxElementType.Float, x.Dims, result);
    }

    /// <summary>The features at some places of the last dimension.</summary>
    public static OnnxTensor ArrayFeatureExtractor(OperatorCall call)
    {
        OnnxTensor x = call[0], places = call[1];
        if (x.Dims.Length == 0) throw new NodeException("takes features out of a scalar.");
        int length = x.Dims[^1];
        int[] picks = [.. places.Integers.Select(place => call.Axis(place, length, "an index of"))];
        int[] dims = x.Dims.Length == 1 ? [1, picks.Length] : Layout.With(x.Dims, x.Dims.Length - 1, picks.Length);
        int[] indices = new int[call.Allocate(dims)];
        for (int i = 0; i < indices.Length; i++) indices[i] = i / picks.Length * length + picks[i % picks.Length];
        return x.Take(dims, indices);
    }
}
