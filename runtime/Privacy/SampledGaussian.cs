using System;

namespace NetGen;

/// <summary>
/// The sampled Gaussian mechanism: each sample takes part with probability q, independently (Poisson sampling); the sum of what they contribute, each of norm 1
/// at most, gets normal noise of standard deviation σ. All formulas are those of Mironov, Talwar and Zhang, "Rényi differential privacy of the sampled
/// Gaussian mechanism", 2019.
/// </summary>
internal static class SampledGaussian
{
    /// <summary>Where a series that converges slowly ends, beyond its order.</summary>
    private const int MostTerms = 2000;

    /// <summary>
    /// The Rényi divergence D_α = ln A_α / (α − 1) of one step, with A_α = E[((1 − q) + q·e^((2z − 1) / 2σ²))^α] for z from N(0, σ²) (theorem 4 and section
    /// 3.3). Its relative error is about 10⁻¹² for an integer α; for another α, ln A_α has an absolute error of about 10⁻¹⁵ besides.
    /// </summary>
    public static double RenyiDivergence(double noiseMultiplier, double samplingRate, double order)
    {
        double variance = noiseMultiplier * noiseMultiplier;
        if (samplingRate == 1) return order / (2 * variance);
        if (double.IsInfinity(order * order / variance)) return double.PositiveInfinity;
        double logMoment = order == Math.Floor(order)
            ? LogIntegerMoment(variance, samplingRate, (int)order)
            : LogFractionalMoment(noiseMultiplier, samplingRate, order);
        return logMoment / (order - 1);
    }

    /// <summary>
    /// ln A_α = ln Σ (α over i)·(1 − q)^(α−i)·qⁱ·e^((i² − i) / 2σ²). As the weights sum to 1, A_α − 1 is the same sum with e^x − 1 for e^x: all terms are
    /// positive and none is lost beside the 1, however small q is.
    /// </summary>
    private static double LogIntegerMoment(double variance, double samplingRate, int order)
    {
        double logTaking = Math.Log(samplingRate), logLeaving = SmallNumbers.LogOnePlus(-samplingRate);
        double logBinomial = 0;
        var excess = new LogSum();
        for (int i = 1; i <= order; i++)
        {
            logBinomial += Math.Log((order - i + 1.0) / i);
            double exponent = ((double)i * i - i) / (2 * variance);
            double logExpMinusOne = exponent + Math.Log(-SmallNumbers.ExpMinusOne(-exponent));
            excess.Add(logBinomial + i * logTaking + (order - i) * logLeaving + logExpMinusOne);
        }

        double log = excess.Log;
        return log > 0 ? log + SmallNumbers.LogOnePlus(Math.Exp(-log)) : SmallNumbers.LogOnePlus(Math.Exp(log));
    }

    /// <summary>
    /// ln A_α by two binomial series, one on each side of the z₀ where (1 − q) = q·e^((2z − 1) / 2σ²), each of moments of a normal distribution cut at z₀.
    /// </summary>
    /// <remarks>
    /// Beyond the order the terms of both series alternate in sign and fall in size, so that a sum that ends with a positive term is never too small. Where
    /// z₀ is near the mean they fall only as i^(−α−2), hence the limit.
    /// </remarks>
    private static double LogFractionalMoment(double noiseMultiplier, double samplingRate, double order)
    {
        const double Negligible = -39; // ln 10⁻¹⁷
        double variance = noiseMultiplier * noiseMultiplier, scale = Math.Sqrt(2) * noiseMultiplier;
        double logTaking = Math.Log(samplingRate), logLeaving = SmallNumbers.LogOnePlus(-samplingRate);
        double cut = variance * (logLeaving - logTaking) + 0.5;
        double logBinomial = 0;
        int sign = 1;
        var moment = new LogSum();
        for (int i = 0; ; i++)
        {
            double j = order - i;
            double below = logBinomial + i * logTaking + j * logLeaving + ((double)i * i - i) / (2 * variance) + LogNormalTail((i - cut) / scale);
            double above = logBinomial + j * logTaking + i * logLeaving + (j * j - j) / (2 * variance) + LogNormalTail((cut - j) / scale);
            moment.Add(below, sign);
            moment.Add(above, sign);
            if (i > order && sign > 0 && (Math.Max(below, above) < moment.Log + Negligible || i > order + MostTerms)) break;
            logBinomial += Math.Log(Math.Abs(j) / (i + 1));
            if (j < 0) sign = -sign;
        }

        return Math.Max(0, moment.Log);
    }

    /// <summary>ln (½·erfc x).</summary>
    private static double LogNormalTail(double x) => LogErfc.Evaluate(x) - Math.Log(2);
}
