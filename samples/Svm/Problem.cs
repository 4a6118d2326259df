using Binary;
using Digits;
using NetGen;

namespace Svm;

/// <summary>Samples of which every fifth is kept for the test.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Training">The samples to learn from.</param>
/// <param name="Test">The samples to test on.</param>
internal sealed record Problem(string Name, Dataset Training, Dataset Test)
{
    /// <summary>569 tumours, class 0 malignant, 1 benign, scaled by what those to learn from show.</summary>
    public static Problem Tumours()
    {
        (Dataset training, Dataset test) = TumourData.Read().SplitEvery(5, 4);
        var standardization = Standardization.Learn(training);
        return new("Breast cancer", standardization.Apply(training), standardization.Apply(test));
    }

    /// <summary>1797 digits, with pixels from 0 to 1.</summary>
    public static Problem Digits()
    {
        (Dataset training, Dataset test) = DigitData.Read().SplitEvery(5, 4);
        return new("Digits", training, test);
    }
}
