using System.Collections.Generic;
using System.Linq;

namespace NetGen.Formats.Onnx;

/// <summary>Sums and products with constants as part of dense layers and of standardisation, in double precision.</summary>
internal static class AffineFolding
{
    /// <summary>What comes after a dense layer, as part of it. Weights that are only added to keep their bits.</summary>
    public static DenseStep After(DenseStep dense, IReadOnlyList<AffineStep> steps)
    {
        if (steps.Count == 0) return dense;
        int inputs = dense.Weight.Length / dense.Units;
        (double[] scale, double[] shift) = Compose(steps, dense.Units);
        bool hasBias = dense.Bias is not null || steps.Any(step => step.Kind == AffineKind.Add);
        double[] bias = [.. shift.Select((value, unit) => dense.Bias is null ? value : scale[unit] * dense.Bias[unit] + value)];
        return dense with { Weight = [.. dense.Weight.Select((value, i) => scale[i / inputs] * value)], Bias = hasBias ? bias : null };
    }

    /// <summary>What comes before a dense layer, as part of it.</summary>
    public static DenseStep Before(DenseStep dense, IReadOnlyList<AffineStep> steps)
    {
        int inputs = dense.Weight.Length / dense.Units;
        (double[] scale, double[] shift) = Compose(steps, inputs);
        double[] bias = [.. Enumerable.Range(0, dense.Units).Select(unit => dense.Bias?[unit] ?? 0)];
        for (int i = 0; i < dense.Weight.Length; i++) bias[i / inputs] += dense.Weight[i] * shift[i % inputs];
        bool hasBias = dense.Bias is not null || shift.Any(value => value != 0);
        return dense with { Weight = [.. dense.Weight.Select((value, i) => value * scale[i % inputs])], Bias = hasBias ? bias : null };
    }

    /// <summary>Mean and scale of (x − mean) / scale. They are the graph's own numbers where it subtracts, and then divides; else they are computed.</summary>
    /// <returns>Null if it cannot be said so in finite 32-bit numbers.</returns>
    public static (float[] Mean, float[] Scale)? Standardize(IReadOnlyList<AffineStep> steps, int size)
    {
        double[] mean, scale;
        int sums = steps[0].Kind == AffineKind.Add ? 1 : 0;
        if (steps.Count == sums || (steps.Count == sums + 1 && steps[^1].Kind != AffineKind.Add))
        {
            mean = sums == 0 ? new double[size] : [.. steps[0].Values.Select(value => -value)];
            scale = [.. Enumerable.Range(0, size)
                .Select(i => steps.Count == sums ? 1 : steps[^1].Kind == AffineKind.Divide ? steps[^1].Values[i] : 1 / steps[^1].Values[i])];
        }
        else
        {
            (double[] factor, double[] shift) = Compose(steps, size);
            mean = [.. shift.Select((value, i) => 0 - value / factor[i])];
            scale = [.. factor.Select(value => 1 / value)];
        }

        float[] means = [.. mean.Select(value => (float)value)], scales = [.. scale.Select(value => (float)value)];
        return means.All(float.IsFinite) && scales.All(value => float.IsNormal(value)) ? (means, scales) : null;
    }

    private static (double[] Scale, double[] Shift) Compose(IReadOnlyList<AffineStep> steps, int size)
    {
        double[] scale = [.. Enumerable.Repeat(1.0, size)], shift = new double[size];
        foreach (AffineStep step in steps)
        {
            for (int i = 0; i < size; i++)
            {
                if (step.Kind != AffineKind.Add) scale[i] = step.Apply(scale[i], i);
                shift[i] = step.Apply(shift[i], i);
            }
        }

        return (scale, shift);
    }
}
