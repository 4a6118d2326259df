using System;

namespace NetGen;

public sealed partial class Explainer
{
    /// <summary>
    /// The integrated gradients (x_i − x′_i) · ∫₀¹ ∂y_k(x′ + α(x − x′))/∂x_i dα of each feature: the gradients on the straight way from a baseline x′ to the
    /// sample share out y_k(x) − y_k(x′) among the features (Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", ICML 2017).
    /// </summary>
    /// <remarks>
    /// The integral is taken by the midpoint rule, at α = (s − ½)/steps for s = 1 to steps. The error falls as 1/steps² where the network is smooth, and as
    /// 1/steps where ReLU and its kin have kinks. A feature that is as in the baseline gets 0.
    /// </remarks>
    /// <param name="input">The sample x, [InputSize], finite.</param>
    /// <param name="baseline">The sample x′ that stands for nothing being there, such as a black image, [InputSize], finite.</param>
    /// <param name="output">The index k of the output, from 0 to OutputSize − 1.</param>
    /// <param name="steps">The points on the way, at least 1; 50 is a good start. Each costs one backward pass.</param>
    /// <param name="attributions">Receives the integrated gradients, [InputSize].</param>
    /// <returns>How far the attributions are from adding up to the difference of the outputs: with too few steps, too far.</returns>
    /// <exception cref="ArgumentException">
    /// A length is another, or a value of <paramref name="input"/> or <paramref name="baseline"/> is NaN or infinite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output, or <paramref name="steps"/> is less than 1.</exception>
    /// <exception cref="InvalidOperationException">An output or an attribution is NaN or infinite.</exception>
    public Completeness IntegratedGradients(ReadOnlySpan<float> input, ReadOnlySpan<float> baseline, int output, int steps, Span<float> attributions)
    {
        RequireArguments(input, output, attributions);
        RequireSample(baseline, nameof(baseline));
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);

        SetOutputGradients(output);
        Array.Clear(_sums);
        int size = _info.InputSize;
        for (int start = 0; start < steps; start += ChunkSamples)
        {
            int count = Math.Min(ChunkSamples, steps - start);
            for (int s = 0; s < count; s++)
                Interpolate(baseline, input, (start + s + 0.5) / steps, _points.Span.Slice(s * size, size));
            AddGradients(count);
        }

        double sum = 0;
        for (int i = 0; i < size; i++)
        {
            _result[i] = (float)(((double)input[i] - baseline[i]) * _sums[i] / steps);
            sum += _result[i];
        }

        double difference = (double)Output(input, output) - Output(baseline, output);
        WriteResult(attributions);
        return new Completeness(sum, difference);
    }

    private static void Interpolate(ReadOnlySpan<float> from, ReadOnlySpan<float> to, double part, Span<float> point)
    {
        // In double, in which the difference of two floats cannot overflow.
        for (int i = 0; i < point.Length; i++) point[i] = (float)(from[i] + part * ((double)to[i] - from[i]));
    }
}
