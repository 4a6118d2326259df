using System;
using System.Runtime.CompilerServices;

namespace NetGen.Benchmarks.Peers;

/// <summary>Parameters with their gradients and Adam's moments, updated in plain loops.</summary>
internal sealed class ScalarParameters(float[] values)
{
    private readonly float[] _first = new float[values.Length];
    private readonly float[] _second = new float[values.Length];

    public float[] Values => values;

    public float[] Gradients { get; } = new float[values.Length];

    /// <summary>Takes a step along the gradients, and clears them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(UpdateRule rule, float learningRate, int step, float gradientScale)
    {
        if (rule == UpdateRule.Sgd) UpdateSgd(learningRate * gradientScale);
        else UpdateAdam(AdamConstants.Rate(learningRate, step), AdamConstants.RootScale(step), gradientScale);
        Array.Clear(Gradients);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateSgd(float rate)
    {
        float[] gradients = Gradients;
        for (int i = 0; i < values.Length; i++) values[i] -= rate * gradients[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void UpdateAdam(float rate, float rootScale, float gradientScale)
    {
        float[] gradients = Gradients, first = _first, second = _second;
        for (int i = 0; i < values.Length; i++)
        {
            float gradient = gradientScale * gradients[i];
            float m = first[i] = AdamConstants.Beta1 * first[i] + (1 - AdamConstants.Beta1) * gradient;
            float v = second[i] = AdamConstants.Beta2 * second[i] + (1 - AdamConstants.Beta2) * gradient * gradient;
            values[i] -= rate * m / (MathF.Sqrt(v) * rootScale + AdamConstants.Epsilon);
        }
    }
}
