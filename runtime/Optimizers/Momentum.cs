using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Gradient descent with momentum: v ← μ·v + g, θ ← θ − η·v, with the learning rate η and the gradient g (Polyak, "Some methods of speeding up the
/// convergence of iteration methods", 1964).
/// </summary>
/// <remarks>
/// This is PyTorch's form, in which the learning rate scales v as it is used. Others, as Keras, keep v ← μ·v − η·g and add it, which is the same as long as
/// the learning rate does not change. The state is v.
/// </remarks>
public sealed class Momentum : IOptimizer
{
    private readonly float _momentum;

    /// <summary>Makes the rule.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <param name="momentum">μ, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Momentum(float learningRate, float momentum = 0.9f) =>
        (LearningRate, _momentum) = (Hyperparameter.Positive(learningRate), Hyperparameter.Decay(momentum));

    /// <inheritdoc/>
    public float LearningRate { get; }

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <summary>The rule with its numbers, the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Momentum(learningRate: {LearningRate}, momentum: {_momentum})");

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength(parameterCount, VectorUpdate.MomentumRule.StatesPerParameter);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        ElementwiseUpdate.Check(VectorUpdate.MomentumRule.StatesPerParameter, parameters, gradients, state, step, learningRate);
        if (Processor.HasVectorsOf512Bits)
            VectorUpdate512.Run(new VectorUpdate512.MomentumRule(learningRate, _momentum), parameters, gradients, state);
        else
            VectorUpdate.Run(new VectorUpdate.MomentumRule(learningRate, _momentum), parameters, gradients, state);
    }
}
