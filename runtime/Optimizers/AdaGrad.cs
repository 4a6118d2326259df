using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// AdaGrad: h ← h + g², θ ← θ − η·g / (√h + ε), with the learning rate η and the gradient g (Duchi, Hazan and Singer, "Adaptive subgradient methods for
/// online learning and stochastic optimization", 2011).
/// </summary>
/// <remarks>ε is added to the root, as in PyTorch and ONNX; Keras adds it to h. h starts at 0. The state is h.</remarks>
public sealed class AdaGrad : IOptimizer
{
    private readonly float _epsilon;

    /// <summary>Makes the rule.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <param name="epsilon">ε, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdaGrad(float learningRate, float epsilon = 1e-10f) =>
        (LearningRate, _epsilon) = (Hyperparameter.Positive(learningRate), Hyperparameter.Positive(epsilon));

    /// <inheritdoc/>
    public float LearningRate { get; }

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength<Rule>(parameterCount);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate) =>
        ElementwiseUpdate.Run(parameters, gradients, state, step, learningRate, new Rule(learningRate, _epsilon));

    private readonly struct Rule(float learningRate, float epsilon) : IUpdateRule
    {
        private readonly Vector<float> _negativeRate = new(-learningRate);
        private readonly Vector<float> _epsilon = new(epsilon);

        public static int StatesPerParameter => 1;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector<float> Apply(Vector<float> parameters, Vector<float> gradients, ref Vector<float> first, ref Vector<float> second)
        {
            first = Vector.MultiplyAddEstimate(gradients, gradients, first);
            return Vector.MultiplyAddEstimate(_negativeRate, gradients / (Vector.SquareRoot(first) + _epsilon), parameters);
        }
    }
}
