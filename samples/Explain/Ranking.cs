using System;
using System.Linq;

namespace Explain;

/// <summary>Pixels in the order of their attributions.</summary>
internal static class Ranking
{
    /// <summary>The pixels of the greatest attributions, the greatest first.</summary>
    public static int[] Greatest(ReadOnlySpan<float> attributions, int count)
    {
        float[] keys = attributions.ToArray();
        return [.. Enumerable.Range(0, keys.Length).OrderByDescending(pixel => keys[pixel]).Take(count)];
    }

    /// <summary>
    /// How far two methods agree on which pixels matter, from −1 to 1: Spearman's rank correlation of the sizes of their attributions, the mean over the
    /// images. Left out are images in which all attributions are equal, as where no single pixel changes a probability that has been rounded to 1.
    /// </summary>
    public static double Agreement(float[][] first, float[][] second) =>
        first.Zip(second, (a, b) => Correlation(Ranks(a), Ranks(b))).Where(double.IsFinite).Average();

    /// <summary>The rank of each size; equal ones share the mean of theirs.</summary>
    private static double[] Ranks(float[] attributions)
    {
        float[] sizes = [.. attributions.Select(Math.Abs)];
        return [.. sizes.Select(size => sizes.Count(other => other < size) + (sizes.Count(other => other == size) - 1) / 2.0)];
    }

    /// <summary>The correlation; NaN where all values of one are equal.</summary>
    private static double Correlation(double[] a, double[] b)
    {
        double meanA = a.Average(), meanB = b.Average();
        double covariance = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum();
        return covariance / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));
    }
}
