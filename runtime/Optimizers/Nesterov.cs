using System;
using System.Numerics;
using System.Runtime.CompilerServices;

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

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength<Rule>(parameterCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate) =>
        ElementwiseUpdate.Run(parameters, gradients, state, step, learningRate, new Rule(learningRate, _momentum));

    private readonly struct Rule(float learningRate, float momentum) : IUpdateRule
    {
        private readonly Vector<float> _negativeRate = new(-learningRate);
        private readonly Vector<float> _momentum = new(momentum);

        public static int StatesPerParameter => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
        {
            first = ElementwiseUpdate.WithoutSubnormals(Vector.MultiplyAddEstimate(_momentum, first, gradients));
            Vector<float> ahead = Vector.MultiplyAddEstimate(_momentum, first, gradients);
            return Vector.MultiplyAddEstimate(_negativeRate, ahead, parameters);
        }
    }
}
