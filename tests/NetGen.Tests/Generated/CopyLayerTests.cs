using System;
using NetGen.Tests.Generated.Networks;
using Xunit;

namespace NetGen.Tests.Generated;

/// <summary>Copying layers between networks.</summary>
public sealed class CopyLayerTests
{
    [Fact]
    public void ALayerOfTheSameShapeIsCopiedWhole()
    {
        DigitsNetwork source = new(1), target = new(2);
        float[] before = target.GetTensor("dense2.weight");
        target.CopyLayer("dense1", source);
        Assert.Equal(source.GetTensor("dense1.weight"), target.GetTensor("dense1.weight"));
        Assert.Equal(source.GetTensor("dense1.bias"), target.GetTensor("dense1.bias"));
        Assert.Equal(before, target.GetTensor("dense2.weight"));
        Assert.NotEqual(before, source.GetTensor("dense2.weight"));
    }

    /// <summary>Between networks that keep the tensor in other places, and under another name.</summary>
    [Fact]
    public void TheNamesOfLayersMayDiffer()
    {
        var source = new DropoutNetwork(1);
        var target = new StandardizedNetwork(2);
        target.CopyLayer("standardize1", new StandardizedNetwork(3));
        ArgumentException refused = Assert.Throws<ArgumentException>("source", () => target.CopyLayer("dense1", source));
        Assert.Contains("Layer 'dense1' of StandardizedNetwork has weight [17, 33], bias [17]; 'dense1' of DropoutNetwork has weight [17, 7], bias [17].", refused.Message);

        var other = new DropoutNetwork(5);
        other.CopyLayer("dense1", source, "dense1");
        Assert.Equal(source.GetTensor("dense1.weight"), other.GetTensor("dense1.weight"));
    }

    [Fact]
    public void UnknownLayersAreNamedAndNothingChanges()
    {
        DigitsNetwork source = new(1), target = new(2);
        float[] before = target.Parameters.ToArray();
        Assert.Contains("it has dense1, dense2", Assert.Throws<ArgumentException>("layer", () => target.CopyLayer("dense3", source)).Message);
        Assert.Throws<ArgumentException>("sourceLayer", () => target.CopyLayer("dense1", source, "head"));
        Assert.Throws<ArgumentException>("source", () => target.CopyLayer("dense1", source, "dense2"));
        Assert.Throws<ArgumentNullException>("source", () => target.CopyLayer("dense1", null!));
        Assert.Equal(before, target.Parameters);
    }
}
