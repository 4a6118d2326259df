using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Adam: m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², θ ← θ − η·m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ) in step t, with the
/// learning rate η and the gradient g (Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1).
/// </summary>
/// <remarks>
/// ε is added to √v̂, as in the paper's algorithm and PyTorch; ONNX adds it to √v. The state is all of m, then all of v.
/// </remarks>
public sealed class Adam : IOptimizer
{
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _epsilon;

    /// <summary>Makes the rule.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <param name="beta1">β₁, in [0, 1).</param>
    /// <param name="beta2">β₂, in [0, 1).</param>
    /// <param name="epsilon">ε, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    {
        LearningRate = Hyperparameter.Positive(learningRate);
        _beta1 = Hyperparameter.Decay(beta1);
        _beta2 = Hyperparameter.Decay(beta2);
        _epsilon = Hyperparameter.Positive(epsilon);
    }

    /// <inheritdoc/>
    public float LearningRate { get; }

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <summary>The rule with its numbers, the same in every culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"Adam(learningRate: {LearningRate}, beta1: {_beta1}, beta2: {_beta2}, epsilon: {_epsilon})");

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength(parameterCount, VectorUpdate.AdamRule.StatesPerParameter);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        ElementwiseUpdate.Check(VectorUpdate.AdamRule.StatesPerParameter, parameters, gradients, state, step, learningRate);
        if (Processor.HasVectorsOf512Bits)
            VectorUpdate512.Run(new VectorUpdate512.AdamRule(learningRate, _beta1, _beta2, _epsilon, step), parameters, gradients, state);
        else
            VectorUpdate.Run(new VectorUpdate.AdamRule(learningRate, _beta1, _beta2, _epsilon, step), parameters, gradients, state);
    }
}
