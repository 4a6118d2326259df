using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

namespace NetGen;

/// <summary>
/// RMSProp: h ← ρ·h + (1 − ρ)·g², θ ← θ − η·g / (√h + ε), with the learning rate η and the gradient g (Tieleman and Hinton, "Neural networks for machine
/// learning", lecture 6.5, 2012).
/// </summary>
/// <remarks>
/// ρ is 0.9 by default, as in the lecture and in Keras, which calls it rho; PyTorch calls it alpha and takes 0.99. ε is added to the root, as in PyTorch;
/// Keras adds it to h. Neither centred nor with momentum. The state is h.
/// </remarks>
public sealed class RmsProp : IOptimizer
{
    private readonly float _decay;
    private readonly float _epsilon;

    /// <summary>Makes the rule.</summary>
    /// <param name="learningRate">η, greater than 0.</param>
    /// <param name="decay">ρ, in [0, 1).</param>
    /// <param name="epsilon">ε, greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public RmsProp(float learningRate, float decay = 0.9f, float epsilon = 1e-8f) =>
        (LearningRate, _decay, _epsilon) = (Hyperparameter.Positive(learningRate), Hyperparameter.Decay(decay), Hyperparameter.Positive(epsilon));

    /// <inheritdoc/>
    public float LearningRate { get; }

    /// <inheritdoc/>
    public bool IsElementwise => true;

    /// <summary>The rule with its numbers, the same in every culture.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"RmsProp(learningRate: {LearningRate}, decay: {_decay}, epsilon: {_epsilon})");

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength(parameterCount, VectorUpdate.RmsPropRule.StatesPerParameter);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        ElementwiseUpdate.Check(VectorUpdate.RmsPropRule.StatesPerParameter, parameters, gradients, state, step, learningRate);
        if (Processor.HasVectorsOf512Bits)
            VectorUpdate512.Run(new VectorUpdate512.RmsPropRule(learningRate, _decay, _epsilon), parameters, gradients, state);
        else
            VectorUpdate.Run(new VectorUpdate.RmsPropRule(learningRate, _decay, _epsilon), parameters, gradients, state);
    }
}
