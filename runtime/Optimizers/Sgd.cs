using System;
using System.Numerics;
using System.Runtime.CompilerServices;

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
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength<Rule>(parameterCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate) =>
        ElementwiseUpdate.Run(parameters, gradients, state, step, learningRate, new Rule(learningRate));

    private readonly struct Rule(float learningRate) : IUpdateRule
    {
        private readonly Vector<float> _negativeRate = new(-learningRate);

        public static int StatesPerParameter => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second) =>
            Vector.MultiplyAddEstimate(_negativeRate, gradients, parameters);
    }
}
