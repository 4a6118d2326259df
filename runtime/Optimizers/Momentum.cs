using System;
using System.Numerics;
using System.Runtime.CompilerServices;

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
            return Vector.MultiplyAddEstimate(_negativeRate, first, parameters);
        }
    }
}
