using System;
using System.Globalization;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>The names of classes that a graph turns its outputs into.</summary>
internal static class ClassLabels
{
    /// <summary>The names in the ZipMap of the output, or else the constants out of which a label is taken; none where there are neither.</summary>
    public static string[] Find(OnnxGraph graph, GraphEnds ends)
    {
        try
        {
            if (ends.ZipMap?.Texts("classlabels_strings") is { Length: > 0 } texts) return texts;
            if (ends.ZipMap?.Integers("classlabels_int64s") is { Length: > 0 } integers) return Text(integers);
        }
        catch (NodeException)
        {
            // Names are no part of what the network computes.
            return [];
        }

        OnnxNode? extractor = graph.Nodes.LastOrDefault(node => node.Domain == MachineLearningOperators.Domain
            && node.OpType == "ArrayFeatureExtractor" && node.Inputs.Length == 2);
        if (extractor is null || ends.Nodes.Contains(extractor) || !graph.Initializers.TryGetValue(extractor.Inputs[0], out TensorProto? labels)) return [];
        if (labels.StringData.Count > 0) return [.. labels.StringData.Select(text => text.ToStringUtf8())];
        return labels.Int32Data.Count > 0 ? Text([.. labels.Int32Data.Select(label => (long)label)]) : Text([.. labels.Int64Data]);
    }

    private static string[] Text(long[] labels) => Array.ConvertAll(labels, label => label.ToString(CultureInfo.InvariantCulture));
}
