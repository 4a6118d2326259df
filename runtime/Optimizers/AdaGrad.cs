using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using NetGen.Kernels;

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

    /// <summary>The rule with its numbers, the same in every culture.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"AdaGrad(learningRate: {LearningRate}, epsilon: {_epsilon})");

    /// <inheritdoc/>
    public int StateLength(int parameterCount) => ElementwiseUpdate.StateLength(parameterCount, VectorUpdate.AdaGradRule.StatesPerParameter);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Update(Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> state, long step, float learningRate)
    {
        ElementwiseUpdate.Check(VectorUpdate.AdaGradRule.StatesPerParameter, parameters, gradients, state, step, learningRate);
        if (Processor.HasVectorsOf512Bits)
            VectorUpdate512.Run(new VectorUpdate512.AdaGradRule(learningRate, _epsilon), parameters, gradients, state);
        else
            VectorUpdate.Run(new VectorUpdate.AdaGradRule(learningRate, _epsilon), parameters, gradients, state);
    }
}
