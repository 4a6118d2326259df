using System;
using System.Numerics.Tensors;

namespace NetGen.Benchmarks.Peers;

/// <summary>Parameters with their gradients and Adam's moments, updated by <see cref="TensorPrimitives"/>, block by block to stay in the first cache.</summary>
internal sealed class TensorPrimitivesParameters(float[] values)
{
    private const int BlockSize = 1024;

    private readonly float[] _first = new float[values.Length];
    private readonly float[] _second = new float[values.Length];
    private readonly float[] _scratch = new float[BlockSize];

    public float[] Values => values;

    public float[] Gradients { get; } = new float[values.Length];

    /// <summary>Takes a step along the gradients, and clears them.</summary>
    public void Update(UpdateRule rule, float learningRate, int step)
    {
        if (rule == UpdateRule.Sgd) TensorPrimitives.MultiplyAdd(Gradients, -learningRate, values, values);
        else UpdateAdam(-AdamConstants.Rate(learningRate, step), AdamConstants.RootScale(step));
        Array.Clear(Gradients);
    }

    private void UpdateAdam(float negativeRate, float rootScale)
    {
        for (int start = 0; start < values.Length; start += BlockSize)
        {
            int count = Math.Min(BlockSize, values.Length - start);
            Span<float> p = values.AsSpan(start, count), g = Gradients.AsSpan(start, count), scratch = _scratch.AsSpan(0, count);
            Span<float> m = _first.AsSpan(start, count), v = _second.AsSpan(start, count);
            TensorPrimitives.Multiply(m, AdamConstants.Beta1, m);
            TensorPrimitives.MultiplyAdd(g, 1 - AdamConstants.Beta1, m, m);
            TensorPrimitives.Multiply(g, g, scratch);
            TensorPrimitives.Multiply(v, AdamConstants.Beta2, v);
            TensorPrimitives.MultiplyAdd(scratch, 1 - AdamConstants.Beta2, v, v);
            TensorPrimitives.Sqrt(v, scratch);
            TensorPrimitives.Multiply(scratch, rootScale, scratch);
            TensorPrimitives.Add(scratch, AdamConstants.Epsilon, scratch);
            TensorPrimitives.Divide(m, scratch, scratch);
            TensorPrimitives.MultiplyAdd(scratch, negativeRate, p, p);
        }
    }
}
