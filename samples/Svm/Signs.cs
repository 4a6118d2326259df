using System.Linq;
using NetGen;

namespace Svm;

/// <summary>Targets that margins of one output are measured by.</summary>
internal static class Signs
{
    /// <summary>The classes 0 and 1 as −1 and 1.</summary>
    public static Dataset Of(Dataset data) =>
        new(data.Features.ToArray(), data.FeatureCount, data.Targets.ToArray().Select(label => 2 * label - 1).ToArray(), targetSize: 1);
}
