using System;

namespace NetGen;

/// <summary>
/// A rectangle that moves over an image, for <see cref="Explainer"/>: from the upper left corner in steps of the stride, both ways, until the last one
/// reaches the edge, where it is cut off. For features that lie in a line, an image of height 1.
/// </summary>
public readonly record struct OcclusionWindow
{
    /// <summary>Describes the image and the window.</summary>
    /// <param name="imageWidth">The pixels in a row of the image, at least 1.</param>
    /// <param name="imageHeight">The rows of the image, at least 1.</param>
    /// <param name="width">The width of the window, from 1 to that of the image.</param>
    /// <param name="height">The height of the window, from 1 to that of the image.</param>
    /// <param name="stride">The step of the window, from 1 to the lesser of its width and height, so that it passes over every pixel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public OcclusionWindow(int imageWidth, int imageHeight, int width, int height, int stride)
    {
        RequireInRange(imageWidth, int.MaxValue, nameof(imageWidth));
        RequireInRange(imageHeight, int.MaxValue, nameof(imageHeight));
        RequireInRange(width, imageWidth, nameof(width));
        RequireInRange(height, imageHeight, nameof(height));
        RequireInRange(stride, Math.Min(width, height), nameof(stride));
        (ImageWidth, ImageHeight, Width, Height, Stride) = (imageWidth, imageHeight, width, height, stride);
    }

    /// <summary>The pixels in a row of the image.</summary>
    public int ImageWidth { get; }

    /// <summary>The rows of the image.</summary>
    public int ImageHeight { get; }

    /// <summary>The width of the window.</summary>
    public int Width { get; }

    /// <summary>The height of the window.</summary>
    public int Height { get; }

    /// <summary>The step of the window.</summary>
    public int Stride { get; }

    /// <summary>The places of the window from top to bottom.</summary>
    internal int Rows => Places(ImageHeight, Height);

    /// <summary>The places of the window from left to right.</summary>
    internal int Columns => Places(ImageWidth, Width);

    /// <summary>The rows of the image under the window in one of its places.</summary>
    internal (int Start, int End) RowRange(int place) => Range(place, Height, ImageHeight);

    /// <summary>The columns of the image under the window in one of its places.</summary>
    internal (int Start, int End) ColumnRange(int place) => Range(place, Width, ImageWidth);

    /// <summary>The places of the window in which it covers a pixel.</summary>
    internal int CountCovering(int row, int column) => CountCovering(row, Height, Rows) * CountCovering(column, Width, Columns);

    private int Places(int imageSize, int size) => (imageSize - size + Stride - 1) / Stride + 1;

    private (int Start, int End) Range(int place, int size, int imageSize) => (place * Stride, Math.Min(place * Stride + size, imageSize));

    private int CountCovering(int position, int size, int places)
    {
        int first = position < size ? 0 : (position - size) / Stride + 1;
        int last = Math.Min(position / Stride, places - 1);
        return last - first + 1;
    }

    private static void RequireInRange(int value, int greatest, string parameter)
    {
        if (value < 1 || value > greatest) throw new ArgumentOutOfRangeException(parameter, value, $"The value is from 1 to {greatest}.");
    }
}
