using System;

namespace NetGen.Tests.Reference;

/// <summary>Where values lie in a parameter buffer, from the formulas in the documentation of <see cref="TensorLayout"/>.</summary>
internal static class ReferenceLayout
{
    /// <summary>The floats a tensor takes.</summary>
    public static int Length(TensorInfo tensor) => tensor.Layout switch
    {
        TensorLayout.PaddedVector => RoundUp(tensor.Shape[0]),
        TensorLayout.DensePanels => RoundUp(tensor.Shape[0]) * tensor.Shape[1],
        TensorLayout.DensePanelsAndRows => tensor.Shape[0] / 16 * 16 * tensor.Shape[1] + tensor.Shape[0] % 16 * RoundUp(tensor.Shape[1]),
        _ => throw new NotSupportedException($"{tensor.Name} has the unknown layout {tensor.Layout}."),
    };

    /// <summary>The place in the buffer of the value at <paramref name="index"/> in canonical order.</summary>
    public static int Position(TensorInfo tensor, int index)
    {
        if (tensor.Layout == TensorLayout.PaddedVector) return tensor.Offset + index;
        int outputs = tensor.Shape[0], inputs = tensor.Shape[1];
        int o = index / inputs, i = index % inputs;
        if (tensor.Layout == TensorLayout.DensePanelsAndRows)
        {
            int r = outputs % 16;
            if (o >= outputs - r) return tensor.Offset + (outputs - r) * inputs + (o - outputs + r) * RoundUp(inputs) + i;
            outputs -= r;
        }

        int panel = o / 32, width = Math.Min(32, RoundUp(outputs) - 32 * panel);
        return tensor.Offset + 32 * panel * inputs + width * i + o % 32;
    }

    /// <summary>Writes canonical values into a buffer.</summary>
    public static void Pack(NetworkInfo info, TensorSet tensors, Span<float> buffer)
    {
        foreach (TensorInfo tensor in info.Tensors)
        {
            double[] values = tensors[tensor.Name].Values;
            for (int index = 0; index < values.Length; index++) buffer[Position(tensor, index)] = (float)values[index];
        }
    }

    /// <summary>For each float of the buffer, whether a tensor's value lies there rather than padding.</summary>
    public static bool[] Used(NetworkInfo info)
    {
        var used = new bool[info.ParameterBufferLength];
        foreach (TensorInfo tensor in info.Tensors)
        {
            for (int index = 0; index < tensor.Count; index++) used[Position(tensor, index)] = true;
        }

        return used;
    }

    private static int RoundUp(int size) => (size + 15) / 16 * 16;
}
