namespace NetGen;

/// <summary>How much a score suffers without one feature: see <see cref="PermutationImportance"/>.</summary>
/// <param name="Mean">The mean loss of score over the repeats; near 0 or below for a feature that does not matter.</param>
/// <param name="StandardDeviation">Its standard deviation over the repeats (divided by their number, as scikit-learn does); 0 for one repeat.</param>
public readonly record struct FeatureImportance(double Mean, double StandardDeviation);
