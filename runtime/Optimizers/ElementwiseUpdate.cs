using System;
using NetGen.Kernels;

namespace NetGen;

/// <summary>What the optimisers require of the arguments of an update. The state of n parameters is one span, their n first states before their n second ones.</summary>
internal static class ElementwiseUpdate
{
    /// <summary>The floats of state for so many parameters.</summary>
    public static int StateLength(int parameterCount, int statesPerParameter)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(parameterCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parameterCount, Array.MaxLength / Math.Max(1, statesPerParameter));
        return parameterCount * statesPerParameter;
    }

    /// <summary>Checks the arguments of <see cref="IOptimizer.Update"/>.</summary>
    public static void Check(
        int statesPerParameter, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        Guard.Length(gradients.Length, parameters.Length, nameof(gradients));
        Guard.Length(state.Length, (long)parameters.Length * statesPerParameter, nameof(state));
        Hyperparameter.RequireStep(step, learningRate);
        RequireApart(parameters, gradients, state);
    }

    private static void RequireApart(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state)
    {
        if (gradients.Overlaps(parameters)) throw new ArgumentException("The memory of the gradients overlaps that of the parameters.", nameof(gradients));
        if (state.Overlaps(parameters)) throw new ArgumentException("The memory of the state overlaps that of the parameters.", nameof(state));
        if (state.Overlaps(gradients)) throw new ArgumentException("The memory of the state overlaps that of the gradients.", nameof(state));
    }
}
