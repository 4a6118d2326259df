using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Gradient descent with Nesterov's momentum: v ← μ·v + g, θ ← θ − η·(g + μ·v), with the learning rate η and the gradient g (Nesterov, "A method for
/// solving the convex programming problem with convergence rate O(1/k²)", 1983; Sutskever et al., "On the importance of initialization and momentum in
/// deep learning", 2013).
/// </summary>
/// <remarks>
/// This is PyTorch's form of the method of Sutskever et al.: θ stands for their point of look-ahead, where the gradient is taken, and the learning rate
/// scales v as it is used. The state is v.
/// </remarks>
public sealed class Nesterov : IOptimizer
{
    private readonly float _momentum;

    /// <summary>Makes the rule.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <param name="momentum">μ, in [0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Nesterov(float learningRate, float momentum = 0.9f) =>
        (LearningRate, _momentum) = (Hyperparameter.Positive(learningRate), Hyperparameter.Decay(momentum));

    /// <inheritdoc/>
    public float LearningRate { get; }

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <summary>The rule with its numbers, the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Nesterov(learningRate: {LearningRate}, momentum: {_momentum})");

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength(parameterCount, VectorUpdate.NesterovRule.StatesPerParameter);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        ElementwiseUpdate.Check(VectorUpdate.NesterovRule.StatesPerParameter, parameters, gradients, state, step, learningRate);
        if (Processor.HasVectorsOf512Bits)
            VectorUpdate512.Run(new VectorUpdate512.NesterovRule(learningRate, _momentum), parameters, gradients, state);
        else
            VectorUpdate.Run(new VectorUpdate.NesterovRule(learningRate, _momentum), parameters, gradients, state);
    }
}
