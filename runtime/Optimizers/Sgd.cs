using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>
/// Gradient descent: θ ← θ − η·g, with the learning rate η and the gradient g (Robbins and Monro, "A stochastic approximation method", 1951). It keeps no
/// state.
/// </summary>
public sealed class Sgd : IOptimizer
{
    /// <summary>Makes the rule.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Sgd(float learningRate) => LearningRate = Hyperparameter.Positive(learningRate);

    /// <inheritdoc/>
    public float LearningRate { get; }

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength(parameterCount, VectorUpdate.SgdRule.StatesPerParameter);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        ElementwiseUpdate.Check(VectorUpdate.SgdRule.StatesPerParameter, parameters, gradients, state, step, learningRate);
        if (Vector512.IsHardwareAccelerated)
            VectorUpdate512.Run(new VectorUpdate512.SgdRule(learningRate), parameters, gradients, state);
        else
            VectorUpdate.Run(new VectorUpdate.SgdRule(learningRate), parameters, gradients, state);
    }
}
