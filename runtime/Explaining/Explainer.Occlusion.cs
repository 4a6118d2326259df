using System;

namespace NetGen;

public sealed partial class Explainer
{
    /// <summary>
    /// The drop y_k(x) − y_k(x with x_i replaced) of the output when one feature after another is replaced by its baseline (Zeiler and Fergus, "Visualizing and
    /// understanding convolutional networks", ECCV 2014). It takes no gradient, but InputSize + 1 forward passes.
    /// </summary>
    /// <param name="input">The sample x, [InputSize], finite.</param>
    /// <param name="baseline">The values that replace the features, [InputSize], finite.</param>
    /// <param name="output">The index k of the output, from 0 to OutputSize − 1.</param>
    /// <param name="attributions">Receives the drops, [InputSize]; negative where the feature spoke against the output.</param>
    /// <exception cref="ArgumentException">
    /// A length is another, or a value of <paramref name="input"/> or <paramref name="baseline"/> is NaN or infinite.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">An output or an attribution is NaN or infinite.</exception>
    public void Occlusion(ReadOnlySpan<float> input, ReadOnlySpan<float> baseline, int output, Span<float> attributions) =>
        Occlusion(input, baseline, output, new OcclusionWindow(_info.InputSize, imageHeight: 1, width: 1, height: 1, stride: 1), attributions);

    /// <summary>
    /// The drop of the output when a window of an image is replaced by the baseline, for each place of the window; a pixel gets the mean over the windows that
    /// cover it. Otherwise as <see cref="Occlusion(ReadOnlySpan{float}, ReadOnlySpan{float}, int, Span{float})"/>.
    /// </summary>
    /// <param name="input">The sample x, [InputSize], finite: an image, row by row.</param>
    /// <param name="baseline">The pixels that replace those of the window, [InputSize], finite.</param>
    /// <param name="output">The index k of the output, from 0 to OutputSize − 1.</param>
    /// <param name="window">The image and the window, of as many pixels as the network has inputs.</param>
    /// <param name="attributions">Receives the drops, [InputSize].</param>
    /// <exception cref="ArgumentException">
    /// A length is another, a value of <paramref name="input"/> or <paramref name="baseline"/> is NaN or infinite, or the image is of another size.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such output.</exception>
    /// <exception cref="InvalidOperationException">An output or an attribution is NaN or infinite.</exception>
    public void Occlusion(ReadOnlySpan<float> input, ReadOnlySpan<float> baseline, int output, OcclusionWindow window, Span<float> attributions)
    {
        RequireArguments(input, output, attributions);
        RequireSample(baseline, nameof(baseline));
        if ((long)window.ImageWidth * window.ImageHeight != _info.InputSize)
        {
            throw new ArgumentException(
                $"The image has {window.ImageWidth} × {window.ImageHeight} pixels, and {_info.Name} takes {_info.InputSize}.", nameof(window));
        }

        Array.Clear(_sums);
        float whole = Output(input, output);
        for (int row = 0; row < window.Rows; row++)
        {
            for (int column = 0; column < window.Columns; column++)
            {
                (int top, int bottom) = window.RowRange(row);
                (int left, int right) = window.ColumnRange(column);
                Span<float> occluded = _points.Span[..input.Length];
                input.CopyTo(occluded);
                for (int y = top; y < bottom; y++)
                    baseline[(y * window.ImageWidth + left)..(y * window.ImageWidth + right)].CopyTo(occluded[(y * window.ImageWidth + left)..]);

                // One sample at a time, as the whole one: so both are rounded alike, and a feature without influence gets exactly 0.
                double drop = (double)whole - Output(occluded, output);
                for (int y = top; y < bottom; y++)
                    for (int x = left; x < right; x++) _sums[y * window.ImageWidth + x] += drop;
            }
        }

        for (int i = 0; i < _result.Length; i++)
            _result[i] = (float)(_sums[i] / window.CountCovering(i / window.ImageWidth, i % window.ImageWidth));
        WriteResult(attributions);
    }
}
