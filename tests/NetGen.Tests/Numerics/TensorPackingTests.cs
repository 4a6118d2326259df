using System;
using System.Linq;
using Xunit;

namespace NetGen.Tests.Numerics;

public sealed class TensorPackingTests
{
    private static readonly int[] s_sizes = [1, 3, 7, 10, 16, 17, 31, 32, 33, 48, 49, 64, 100];

    public static TheoryData<int, int> Matrices => [.. from outputs in s_sizes from inputs in new[] { 1, 3, 10, 33 } select (outputs, inputs)];

    public static TheoryData<int> Sizes => [.. s_sizes];

    [Theory]
    [MemberData(nameof(Matrices))]
    public void PanelsFollowTheFormula(int outputs, int inputs)
    {
        TensorInfo tensor = Matrix(outputs, inputs);
        float[] canonical = [.. Enumerable.Range(1, outputs * inputs).Select(i => (float)i)];
        float[] packed = new float[tensor.Length], back = new float[canonical.Length];
        packed.AsSpan().Fill(float.NaN);
        TensorPacking.Pack(tensor, canonical, packed);

        // The documented place of (o, i): 32·p·inputs + w·i + (o mod 32).
        for (int o = 0; o < outputs; o++)
        {
            int panel = o / 32, width = (outputs + 15) / 16 * 16 - 32 * panel >= 32 ? 32 : 16;
            for (int i = 0; i < inputs; i++) Assert.Equal(canonical[o * inputs + i], packed[32 * panel * inputs + width * i + o % 32]);
        }

        Assert.Equal(tensor.Length - canonical.Length, packed.Count(v => BitConverter.SingleToInt32Bits(v) == 0));
        TensorPacking.Unpack(tensor, packed, back);
        Assert.Equal(canonical, back);
    }

    [Theory]
    [InlineData(1, 16)]
    [InlineData(3, 33)]
    [InlineData(17, 1)]
    [InlineData(33, 64)]
    [InlineData(68, 100)]
    public void LastOutputsAreRowsOfInputs(int outputs, int inputs)
    {
        int rows = outputs % 16, panels = outputs - rows, rowLength = (inputs + 15) / 16 * 16;
        TensorInfo tensor = Matrix(outputs, inputs) with { Layout = TensorLayout.DensePanelsAndRows, Length = panels * inputs + rows * rowLength };
        float[] canonical = [.. Enumerable.Range(1, outputs * inputs).Select(i => (float)i)];
        float[] packed = new float[tensor.Length], back = new float[canonical.Length];
        packed.AsSpan().Fill(float.NaN);
        TensorPacking.Pack(tensor, canonical, packed);

        float[] inPanels = new float[panels * inputs];
        if (panels > 0) TensorPacking.Pack(Matrix(panels, inputs), canonical.AsSpan(0, panels * inputs), inPanels);
        Assert.Equal(inPanels, packed[..inPanels.Length]);
        for (int row = 0; row < rows; row++)
        {
            float[] expected = [.. canonical.AsSpan((panels + row) * inputs, inputs), .. new float[rowLength - inputs]];
            Assert.Equal(expected, packed.AsSpan(panels * inputs + row * rowLength, rowLength).ToArray());
        }

        TensorPacking.Unpack(tensor, packed, back);
        Assert.Equal(canonical, back);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void VectorsAreInOrderAndPadded(int size)
    {
        TensorInfo tensor = Vector(size);
        float[] canonical = [.. Enumerable.Range(1, size).Select(i => (float)i)], packed = new float[tensor.Length], back = new float[size];
        packed.AsSpan().Fill(float.NaN);
        TensorPacking.Pack(tensor, canonical, packed);
        Assert.Equal([.. canonical, .. new float[tensor.Length - size]], packed);
        TensorPacking.Unpack(tensor, packed, back);
        Assert.Equal(canonical, back);
    }

    [Fact]
    public void RefusesWhatDoesNotFit()
    {
        TensorInfo tensor = Matrix(10, 3);
        Assert.Throws<ArgumentException>("canonical", () => TensorPacking.Pack(tensor, new float[29], new float[48]));
        Assert.Throws<ArgumentException>("packedTensor", () => TensorPacking.Pack(tensor, new float[30], new float[47]));
        Assert.Throws<ArgumentException>("canonical", () => TensorPacking.Unpack(tensor, new float[48], new float[31]));
        Assert.Throws<ArgumentException>("tensor", () => TensorPacking.Pack(tensor with { Length = 64 }, new float[30], new float[64]));
        Assert.Throws<ArgumentException>("tensor", () => TensorPacking.Pack(tensor with { Shape = [10, 3, 1] }, new float[30], new float[48]));
        Assert.Throws<ArgumentNullException>("tensor", () => TensorPacking.Pack(null!, [], []));
    }

    private static TensorInfo Matrix(int outputs, int inputs) => new(
        "dense1.weight", [outputs, inputs], TensorLayout.DensePanels, 0, (outputs + 15) / 16 * 16 * inputs, Initializer.Zeros);

    private static TensorInfo Vector(int size) => new(
        "dense1.bias", [size], TensorLayout.PaddedVector, 0, (size + 15) / 16 * 16, Initializer.Zeros);
}
