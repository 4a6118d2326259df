using System;
using System.Linq;
using NetGen.Kernels;

namespace NetGen.Tests.Reference;

/// <summary>What dropout drops, found by dropping ones; that it drops as often as it should is tested apart.</summary>
internal static class DropoutReference
{
    /// <summary>The factors for the input of each layer of an architecture, for the first sample of a pass with that seed; null where nothing is dropped.</summary>
    public static double[]?[] Masks(Architecture architecture, ulong seed)
    {
        int number = architecture.Standardizes ? 1 : 0, inputs = architecture.Inputs;
        var masks = new double[]?[architecture.Layers.Length];
        for (int index = 0; index < masks.Length; index++)
        {
            DenseLayer layer = architecture.Layers[index];
            if (layer.Dropout is { } rate) masks[index] = Factors(seed, ++number, inputs, rate);
            number++;
            inputs = layer.Units;
        }

        return masks;
    }

    private static double[] Factors(ulong seed, int layer, int units, float rate)
    {
        float[] ones = new float[units], factors = new float[units];
        ones.AsSpan().Fill(1f);
        VectorMath.Dropout(ref ones[0], ref factors[0], units, (nuint)units, 1, new DropoutMasks(seed), (uint)layer, rate);
        return [.. factors.Select(factor => (double)factor)];
    }
}
