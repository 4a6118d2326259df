using System;
using System.Linq;
using Binary;
using Digits;
using NetGen;
using Regression;

namespace Activations;

/// <summary>What there is to learn from, as other samples read it. Every fifth sample is kept for the test.</summary>
internal static class RealData
{
    /// <summary>569 tumours, malignant (0) or benign (1).</summary>
    public static (Dataset Training, Dataset Test) Tumours() => Standardize(TumourData.Read());

    /// <summary>1797 images of the digits 0 to 9, with pixels from 0 to 1.</summary>
    public static (Dataset Training, Dataset Test) Digits() => DigitData.Read().SplitEvery(5, 4);

    /// <summary>442 patients, and the progression of their diabetes, scaled to mean 0 and standard deviation 1.</summary>
    public static (Dataset Training, Dataset Test) Diabetes()
    {
        Dataset patients = DiabetesData.Read();
        float[] progressions = patients.Targets.ToArray();
        float mean = progressions.Average(), deviation = MathF.Sqrt(progressions.Average(value => (value - mean) * (value - mean)));
        float[] targets = [.. progressions.Select(value => (value - mean) / deviation)];
        return Standardize(new Dataset(patients.Features.ToArray(), patients.FeatureCount, targets, targetSize: 1));
    }

    /// <summary>The classes as one value each, 1 for the sample's own, 0 for the others.</summary>
    public static Dataset OneHot(Dataset data, int classes)
    {
        float[] targets = [.. data.Targets.ToArray().SelectMany(label => Enumerable.Range(0, classes).Select(k => k == label ? 1f : 0f))];
        return new Dataset(data.Features.ToArray(), data.FeatureCount, targets, classes);
    }

    /// <summary>Scales features by what the samples to learn from show.</summary>
    private static (Dataset Training, Dataset Test) Standardize(Dataset data)
    {
        (Dataset training, Dataset test) = data.SplitEvery(5, 4);
        var standardization = Standardization.Learn(training);
        return (standardization.Apply(training), standardization.Apply(test));
    }
}
