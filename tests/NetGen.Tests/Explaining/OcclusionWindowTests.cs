using System;
using System.Collections.Generic;
using System.Linq;
using NetGen.Tests.Generated.Networks;
using NetGen.Tests.Infrastructure;
using Xunit;

namespace NetGen.Tests.Explaining;

/// <summary>Occlusion by windows that move over an image.</summary>
public sealed class OcclusionWindowTests
{
    private const int Output = 4;

    private readonly DigitsNetwork _network = new(seed: 7);
    private readonly float[] _image = ExplanationMethod.Values(DigitsNetwork.InputSize, seed: 7);
    private readonly float[] _baseline = ExplanationMethod.Values(DigitsNetwork.InputSize, seed: 8);
    private readonly float[] _attributions = new float[DigitsNetwork.InputSize];

    [Theory]
    [InlineData(8, 8, 1, 1, 1)]
    [InlineData(8, 8, 3, 3, 1)]
    [InlineData(8, 8, 3, 3, 2)]
    [InlineData(8, 8, 3, 3, 3)]
    [InlineData(8, 8, 2, 5, 2)]
    [InlineData(16, 4, 5, 3, 2)]
    [InlineData(4, 16, 4, 1, 1)]
    [InlineData(64, 1, 7, 1, 1)]
    [InlineData(8, 8, 8, 8, 8)]
    public void APixelGetsTheMeanDropOfTheWindowsThatCoverIt(int imageWidth, int imageHeight, int width, int height, int stride)
    {
        new Explainer(_network).Occlusion(_image, _baseline, Output, new OcclusionWindow(imageWidth, imageHeight, width, height, stride), _attributions);

        List<double>[] drops = [.. _image.Select(_ => new List<double>())];
        foreach (int top in Starts(imageHeight, height, stride))
        {
            foreach (int left in Starts(imageWidth, width, stride))
            {
                bool Covers(int pixel)
                {
                    (int y, int x) = Math.DivRem(pixel, imageWidth);
                    return y >= top && y < top + height && x >= left && x < left + width;
                }

                double drop = Forward(_image) - Forward([.. _image.Select((value, pixel) => Covers(pixel) ? _baseline[pixel] : value)]);
                for (int pixel = 0; pixel < drops.Length; pixel++)
                    if (Covers(pixel)) drops[pixel].Add(drop);
            }
        }

        for (int pixel = 0; pixel < drops.Length; pixel++) Assert.Equal(drops[pixel].Average(), _attributions[pixel], 1e-7);
    }

    [Fact]
    public void WindowsAllocateNothing()
    {
        var explainer = new Explainer(_network);
        var window = new OcclusionWindow(8, 8, 3, 3, 2);
        Assert.Equal(0, Allocation.Measure(1000, () => explainer.Occlusion(_image, _baseline, Output, window, _attributions)));
    }

    [Theory]
    [InlineData("imageWidth", 0, 8, 1, 1, 1)]
    [InlineData("imageHeight", 8, -1, 1, 1, 1)]
    [InlineData("width", 8, 8, 9, 8, 1)]
    [InlineData("width", 8, 8, 0, 8, 1)]
    [InlineData("height", 8, 8, 1, 9, 1)]
    [InlineData("height", 8, 8, 1, 0, 1)]
    [InlineData("stride", 8, 8, 3, 2, 3)]
    [InlineData("stride", 8, 8, 2, 3, 3)]
    [InlineData("stride", 8, 8, 2, 2, 0)]
    public void WindowsThatDoNotFitAreRefused(string argument, int imageWidth, int imageHeight, int width, int height, int stride) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => new OcclusionWindow(imageWidth, imageHeight, width, height, stride));

    [Fact]
    public void ImagesOfAnotherSizeAreRefused()
    {
        var explainer = new Explainer(_network);
        foreach (OcclusionWindow window in (OcclusionWindow[])[new(8, 9, 1, 1, 1), default])
        {
            var exception = Assert.Throws<ArgumentException>("window", () => explainer.Occlusion(_image, _baseline, Output, window, _attributions));
            Assert.Contains($"{window.ImageWidth} × {window.ImageHeight} pixels, and DigitsNetwork takes 64", exception.Message);
        }
    }

    /// <summary>Where a window starts along one side: every stride, until one reaches the end.</summary>
    private static IEnumerable<int> Starts(int imageSize, int size, int stride)
    {
        int start = 0;
        yield return start;
        while (start + size < imageSize) yield return start += stride;
    }

    private double Forward(float[] image)
    {
        var output = new float[DigitsNetwork.OutputSize];
        _network.Forward(image, output);
        return output[Output];
    }
}
