using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// Adam with decoupled weight decay: θ ← θ − η·λ·θ, then the step of <see cref="Adam"/>, with the learning rate η (Loshchilov and Hutter, "Decoupled weight
/// decay regularization", 2019).
/// </summary>
/// <remarks>
/// The decay is scaled by the whole learning rate, as in PyTorch; in the paper by its schedule alone. Every parameter decays, biases too.
/// The state is all of m, then all of v.
/// </remarks>
public sealed class AdamW : IOptimizer
{
    private readonly float _beta1;
    private readonly float _beta2;
    private readonly float _epsilon;
    private readonly float _weightDecay;

    /// <summary>Makes the rule.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <param name="beta1">β₁, in [0, 1).</param>
    /// <param name="beta2">β₂, in [0, 1).</param>
    /// <param name="epsilon">ε, greater than 0.</param>
    /// <param name="weightDecay">λ, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public AdamW(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f)
    {
        LearningRate = Hyperparameter.Positive(learningRate);
        _beta1 = Hyperparameter.Decay(beta1);
        _beta2 = Hyperparameter.Decay(beta2);
        _epsilon = Hyperparameter.Positive(epsilon);
        _weightDecay = Hyperparameter.NotNegative(weightDecay);
    }

    /// <inheritdoc/>
    public float LearningRate { get; }

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <summary>The rule with its numbers, the same in every culture.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"AdamW(learningRate: {LearningRate}, beta1: {_beta1}, beta2: {_beta2}, epsilon: {_epsilon}, weightDecay: {_weightDecay})");

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength(parameterCount, VectorUpdate.AdamWRule.StatesPerParameter);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        ElementwiseUpdate.Check(VectorUpdate.AdamWRule.StatesPerParameter, parameters, gradients, state, step, learningRate);
        if (Processor.HasVectorsOf512Bits)
            VectorUpdate512.Run(new VectorUpdate512.AdamWRule(learningRate, _beta1, _beta2, _epsilon, _weightDecay, step), parameters, gradients, state);
        else
            VectorUpdate.Run(new VectorUpdate.AdamWRule(learningRate, _beta1, _beta2, _epsilon, _weightDecay, step), parameters, gradients, state);
    }
}
