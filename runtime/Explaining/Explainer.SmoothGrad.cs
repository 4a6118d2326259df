using System;

namespace NetGen;

public sealed partial class Explainer
{
    /// <summary>
    /// The gradient, averaged over noisy copies of the sample: (1/n) Σ ∂y_k(x + ε)/∂x_i with ε ~ N(0, σ²) for each feature (Smilkov, Thorat, Kim, Viégas and
    /// Wattenberg, "SmoothGrad: removing noise by adding noise", arXiv:1706.03825, 2017). It keeps its sign; for a map of strengths, take the absolute values.
    /// </summary>
    /// <param name="input">The sample x, [InputSize], finite.</param>
    /// <param name="output">The index k of the output, from 0 to OutputSize − 1.</param>
    /// <param name="standardDeviation">
    /// The noise σ, finite and at least 0, in the units of the features; the paper has 0.1 to 0.2 times the range of their values. With 0 the result is the
    /// gradient.
    /// </param>
    /// <param name="samples">The noisy copies n, at least 1; beyond 50 the paper sees little change. Each costs one backward pass.</param>
    /// <param name="random">The source of the noise, which moves on: one of the same seed gives the same attributions.</param>
    /// <param name="attributions">Receives the averages, [InputSize].</param>
    /// <exception cref="ArgumentNullException"><paramref name="random"/> is null.</exception>
    /// <exception cref="ArgumentException">A length is another, or a value of <paramref name="input"/> is NaN or infinite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// There is no such output, or <paramref name="standardDeviation"/> or <paramref name="samples"/> is outside its range.
    /// </exception>
    /// <exception cref="InvalidOperationException">A feature with its noise, or an attribution, is NaN or infinite.</exception>
    public void SmoothGrad(ReadOnlySpan<float> input, int output, float standardDeviation, int samples, SeededRandom random, Span<float> attributions)
    {
        RequireArguments(input, output, attributions);
        Hyperparameter.NotNegative(standardDeviation);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentNullException.ThrowIfNull(random);

        SetOutputGradients(output);
        Array.Clear(_sums);
        for (int start = 0; start < samples; start += ChunkSamples)
        {
            int count = Math.Min(ChunkSamples, samples - start);
            Span<float> points = _points.Span[..(count * input.Length)];
            for (int i = 0; i < points.Length; i++) points[i] = (float)(input[i % input.Length] + standardDeviation * random.NextNormal());
            RequireFinitePoints(points);
            AddGradients(count);
        }

        for (int i = 0; i < _result.Length; i++) _result[i] = (float)(_sums[i] / samples);
        WriteResult(attributions);
    }

    private void RequireFinitePoints(ReadOnlySpan<float> points)
    {
        int i = Finite.IndexOfNonFinite(points);
        if (i >= 0) throw new InvalidOperationException($"Feature {i % _info.InputSize} with its noise is {points[i]}: it leaves the range of float.");
    }
}
