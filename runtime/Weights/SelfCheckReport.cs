namespace NetGen;

/// <summary>How far the outputs of a network are from those that were stored with its weights: for the first start on another machine.</summary>
/// <remarks>
/// Vectors of other widths sum in another order, so that a few last bits differ between processors, more of them in outputs that are near 0 by cancellation. A processor, compiler or file
/// that is broken gives another order of magnitude.
/// </remarks>
/// <param name="Samples">The number of samples that were compared.</param>
/// <param name="LargestUlp">The largest distance in units of the last place: the number of floats between the two, one of them included.</param>
/// <param name="LargestError">The largest absolute difference.</param>
/// <param name="Sample">The sample with the largest distance, from 0; −1 if all are equal to the bit.</param>
/// <param name="Output">Its output with the largest distance, from 0; −1 if all are equal to the bit.</param>
public readonly record struct SelfCheckReport(int Samples, long LargestUlp, float LargestError, int Sample, int Output);
